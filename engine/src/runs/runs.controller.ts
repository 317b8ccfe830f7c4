import { Fault, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { cursorTime, parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { RunLists } from './looking/run-lists.ts';
import { showRun } from './looking/run-screen.ts';
import { findStep, RunViewer, toStepDetails } from './looking/run-viewer.ts';
import { runStatuses } from './run.ts';
import { RunDesk } from './run-desk.ts';
import { stepKey } from './step-key.ts';
import { RUN_DESK, RUN_LISTS, RUN_VIEWER } from './tokens.ts';

const listQuery = z.strictObject({
  flowId: z.uuid().optional(),
  status: z.enum(runStatuses).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const place = z.strictObject({ acceptedAt: cursorTime, id: z.uuid() });
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
    const { tenantId } = who;
    const { flowId, status, limit } = query;
    const found = await this.#lists.list({
      tenantId,
      flowId,
      status,
      limit: limit + 1,
      after: parseCursor(place, query.cursor),
    });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ position: _, ...item }) => item),
      nextCursor: last === undefined ? null : toCursor({ acceptedAt: last.position, id: last.id }),
    };
  }

  @Get(':runId')
  @Needs('viewer')
  get(@Who() who: Principal, @Param('runId', new IdPipe('run')) runId: string) {
    return showRun({ lists: this.#lists, viewer: this.#viewer }, who.tenantId, runId);
  }

  @Get(':runId/steps/:step')
  @Needs('viewer')
  async step(
    @Who() who: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Param('step', new ZodPipe(stepKey)) step: string,
  ) {
    const { run } = await this.#lists.get(who.tenantId, runId);
    const viewed = findStep(await this.#viewer.view(run), step);
    if (viewed === undefined)
      throw new Fault('missing', 'step.not-found', `This run has no step ${step} (yet).`, { details: { step } });
    return toStepDetails(viewed);
  }

  @Post(':runId/cancel')
  @HttpCode(200)
  @Needs('builder')
  async cancel(@Who() who: Principal, @Param('runId', new IdPipe('run')) runId: string) {
    await this.#desk.cancel({ tenantId: who.tenantId, runId });
    return this.get(who, runId);
  }

  @Post(':runId/again')
  @HttpCode(202)
  @Needs('builder')
  async again(
    @Who() who: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Body(new ZodPipe(againBody)) body: z.output<typeof againBody>,
  ) {
    const { version, repeat } = body;
    return { runId: await this.#desk.again({ tenantId: who.tenantId, runId }, { version, repeat }) };
  }
}
