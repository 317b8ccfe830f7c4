import { Fault, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { cursorTime, parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { toListedFact } from './looking/fact-list.ts';
import { RunLists } from './looking/run-lists.ts';
import { showRun } from './looking/run-screen.ts';
import { findStep, RunViewer, toStepDetails } from './looking/run-viewer.ts';
import { toTestCase } from './looking/sample-test.ts';
import { runStatuses } from './run.ts';
import { RunDesk } from './run-desk.ts';
import { stepKey } from './step-key.ts';
import { RUN_DESK, RUN_LISTS, RUN_VIEWER } from './tokens.ts';

const listQuery = z.strictObject({
  flowId: z.uuid().optional(),
  status: z.enum(runStatuses).optional(),
  code: z.string().min(1).max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const place = z.strictObject({ acceptedAt: cursorTime, id: z.uuid() });
const lookQuery = z.strictObject({ asOf: z.coerce.number().int().min(0).max(2_147_483_647).optional() });
const runId = new IdPipe('run');
const stepPlace = z.strictObject({ runId: z.string().transform((id) => runId.transform(id)), step: stepKey });
const factQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
const factPlace = z.strictObject({ seq: z.number().int() });
const againBody = z.strictObject({
  version: z.enum(['same', 'newest']).default('same'),
  repeat: z.enum(['missing', 'all']).optional(),
});

@Controller('api/v1/runs')
export class RunsController {
  readonly #lists: RunLists;
  readonly #viewer: RunViewer;
  readonly #desk: RunDesk;

  constructor(
    @Inject(RUN_LISTS) lists: RunLists,
    @Inject(RUN_VIEWER) viewer: RunViewer,
    @Inject(RUN_DESK) desk: RunDesk,
  ) {
    this.#lists = lists;
    this.#viewer = viewer;
    this.#desk = desk;
  }

  @Get()
  @Needs('viewer')
  async list(@Who() who: Principal, @Query(new ZodPipe(listQuery)) query: z.output<typeof listQuery>) {
    const { limit, cursor, ...filter } = query;
    const after = parseCursor(place, cursor);
    const found = await this.#lists.list({
      ...filter,
      tenantId: who.tenantId,
      flowId: query.flowId,
      status: query.status,
      limit: limit + 1,
      after,
    });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ position: _, ...item }) => item),
      nextCursor: last === undefined ? null : toCursor({ acceptedAt: last.position, id: last.id }),
    };
  }

  @Get(':runId')
  @Needs('viewer')
  get(
    @Who() { tenantId }: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Query(new ZodPipe(lookQuery)) { asOf }: z.output<typeof lookQuery>,
  ) {
    return showRun({ lists: this.#lists, viewer: this.#viewer }, { tenantId, runId, asOf });
  }

  @Get(':runId/steps/:step')
  @Needs('viewer')
  async step(
    @Who() who: Principal,
    @Param(new ZodPipe(stepPlace)) { runId, step }: z.output<typeof stepPlace>,
    @Query(new ZodPipe(lookQuery)) { asOf }: z.output<typeof lookQuery>,
  ) {
    const { run } = await this.#lists.get(who.tenantId, runId);
    const viewed = findStep(await this.#viewer.view(run, asOf), step);
    if (viewed === undefined)
      throw new Fault('missing', 'step.not-found', `This run has no step ${step} (yet).`, { details: { step } });
    return toStepDetails(viewed);
  }

  /** The run as a test that its flow can keep. */
  @Get(':runId/test-case')
  @Needs('viewer')
  async testCase(@Who() { tenantId }: Principal, @Param('runId', new IdPipe('run')) runId: string) {
    const { run, listed } = await this.#lists.get(tenantId, runId);
    return toTestCase(
      run,
      await this.#viewer.view(run),
      `${listed.flowName} ${listed.acceptedAt.slice(0, 19).replace('T', ' ')}`,
    );
  }

  @Get(':runId/facts')
  @Needs('viewer')
  async facts(
    @Who() { tenantId }: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Query(new ZodPipe(factQuery)) { cursor, limit }: z.output<typeof factQuery>,
  ) {
    const { run } = await this.#lists.get(tenantId, runId);
    const after = parseCursor(factPlace, cursor)?.seq ?? 0;
    const later = (await this.#viewer.journal(run)).filter(({ seq }) => seq > after);
    const last = later.length > limit ? later[limit - 1] : undefined;
    return {
      items: later.slice(0, limit).map(toListedFact),
      nextCursor: last === undefined ? null : toCursor({ seq: last.seq }),
    };
  }

  @Post(':runId/cancel')
  @HttpCode(200)
  @Needs('builder')
  async cancel(@Who() who: Principal, @Param('runId', new IdPipe('run')) runId: string) {
    await this.#desk.cancel({ tenantId: who.tenantId, runId });
    return showRun({ lists: this.#lists, viewer: this.#viewer }, { tenantId: who.tenantId, runId });
  }

  @Post(':runId/again')
  @HttpCode(202)
  @Needs('builder')
  async again(
    @Who() who: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Body(new ZodPipe(againBody)) body: z.output<typeof againBody>,
  ) {
    return { runId: await this.#desk.again({ tenantId: who.tenantId, runId }, body) };
  }
}
