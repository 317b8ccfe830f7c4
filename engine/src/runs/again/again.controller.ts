import { z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Needs } from '../../platform/nest/needs.ts';
import type { Principal } from '../../platform/nest/principal.ts';
import { Who } from '../../platform/nest/who.ts';
import { ZodPipe } from '../../platform/nest/zod-pipe.ts';
import { AgainBatches, type Choice, mostRuns } from './again-batches.ts';

const time = z.iso.datetime({ offset: true });
const filter = z.strictObject({
  status: z.enum(['failed', 'cancelled', 'succeeded']).default('failed'),
  flowId: z.uuid().optional(),
  /** Code of the fault. */
  code: z.string().min(1).max(100).optional(),
  from: time.optional(),
  to: time.optional(),
});
const choice = {
  runIds: z.array(z.uuid()).min(1).max(mostRuns).optional(),
  filter: filter.optional(),
};
const previewBody = z.strictObject(choice);
const batchBody = z.strictObject({ ...choice, batchId: z.uuid(), version: z.enum(['same', 'newest']).default('same') });

const itemsShown = 500;

function toChoice({ runIds, filter: given }: z.output<typeof previewBody>): Choice {
  if (runIds !== undefined) return { kind: 'ids', runIds };
  const { status, flowId, code, from, to } = given ?? { status: 'failed' as const };
  return { kind: 'filter', status, flowId, code, from, to };
}

/** Many runs run again together. */
@Controller('api/v1/runs/again')
export class AgainController {
  readonly #batches: AgainBatches;

  constructor(@Inject(AgainBatches) batches: AgainBatches) {
    this.#batches = batches;
  }

  @Post('preview')
  @HttpCode(200)
  @Needs('builder')
  preview(@Who() { tenantId }: Principal, @Body(new ZodPipe(previewBody)) body: z.output<typeof previewBody>) {
    return this.#batches.preview(tenantId, toChoice(body));
  }

  @Post()
  @HttpCode(202)
  @Needs('builder')
  start(@Who() { tenantId }: Principal, @Body(new ZodPipe(batchBody)) body: z.output<typeof batchBody>) {
    const { batchId, version, ...chosen } = body;
    return this.#batches.start({ tenantId, batchId }, toChoice(chosen), version);
  }

  /** Items that could not be run again come first. */
  @Get(':batchId')
  @Needs('viewer')
  async get(@Who() { tenantId }: Principal, @Param('batchId', new ZodPipe(z.uuid())) batchId: string) {
    const ref = { tenantId, batchId };
    return { ...(await this.#batches.get(ref)), items: await this.#batches.listItems(ref, itemsShown) };
  }
}
