import { flowDocument, z } from '@invoicepatch/sdk';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { IdPipe } from '../../../platform/nest/id-pipe.ts';
import { Needs } from '../../../platform/nest/needs.ts';
import type { Principal } from '../../../platform/nest/principal.ts';
import { Who } from '../../../platform/nest/who.ts';
import { ZodPipe } from '../../../platform/nest/zod-pipe.ts';
import { runStatuses } from '../../run.ts';
import { CompareDesk } from './compare-desk.ts';

const most = 50;
const compareBody = z.strictObject({
  document: flowDocument.optional(),
  runIds: z.array(z.uuid()).min(1).max(most).optional(),
  newest: z.number().int().min(1).max(most).default(10),
  status: z.enum(runStatuses).optional(),
});

/** What would change: past runs on another document, with nothing sent. */
@Controller('api/v1/flows/:id/compare')
export class CompareController {
  readonly #desk: CompareDesk;

  constructor(@Inject(CompareDesk) desk: CompareDesk) {
    this.#desk = desk;
  }

  @Post()
  @HttpCode(200)
  @Needs('builder')
  async compare(
    @Who() who: Principal,
    @Param('id', new IdPipe('flow')) flowId: string,
    @Body(new ZodPipe(compareBody)) { document, runIds, newest, status }: z.output<typeof compareBody>,
  ) {
    const runs = await this.#desk.compare(who, { flowId, document, runIds, newest, status });
    const count = (verdict: string) => runs.filter((run) => run.verdict === verdict).length;
    return { runs, same: count('same'), different: count('different') + count('no-trigger') };
  }
}
