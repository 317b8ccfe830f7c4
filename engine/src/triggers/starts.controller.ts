import { json, nodeId, z } from '@invoicepatch/sdk';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { ManualStarts } from './manual-starts.ts';

const startBody = z.strictObject({ payload: json.optional(), nodeId: nodeId.optional() });

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
    @Body(new ZodPipe(startBody)) body: z.output<typeof startBody>,
  ): Promise<{ readonly runId: string }> {
    return this.#starts.start({ tenantId, flowId, payload: body.payload, nodeId: body.nodeId });
  }
}
