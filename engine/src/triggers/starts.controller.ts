import { type Json, nodeId, z } from '@invoicepatch/sdk';
import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import type { StartedRun } from '../runs/run-starter.ts';
import { ManualStarts } from './manual-starts.ts';

/** JSON.parse made it, so it is JSON; going through it again would cost more than parsing it. */
const parsedJson = z.custom<Json>(() => true);
const startBody = z.strictObject({ payload: parsedJson.optional(), nodeId: nodeId.optional() });

@Controller('api/v1/flows/:id/run')
export class StartsController {
  readonly #starts: ManualStarts;

  constructor(@Inject(ManualStarts) starts: ManualStarts) {
    this.#starts = starts;
  }

  @Post()
  @HttpCode(202)
  @Needs('builder')
  start(
    @Who() { tenantId }: Principal,
    @Param('id', new IdPipe('flow')) flowId: string,
    @Body(new ZodPipe(startBody)) { payload, nodeId }: z.output<typeof startBody>,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<StartedRun> {
    return this.#starts.start({ tenantId, flowId, payload, nodeId, key: key || undefined });
  }
}
