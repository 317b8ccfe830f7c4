import { Fault, json, z } from '@invoicepatch/sdk';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { RunLists } from './looking/run-lists.ts';
import { showRun } from './looking/run-screen.ts';
import { RunViewer } from './looking/run-viewer.ts';
import { RunDesk } from './run-desk.ts';
import { stepKey } from './step-key.ts';
import { RUN_DESK, RUN_LISTS, RUN_VIEWER } from './tokens.ts';

const answerBody = z.strictObject({ port: z.string().min(1).max(64), note: z.string().max(2_000).default('') });
const settleBody = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('happened'), output: json }),
  z.strictObject({ outcome: z.literal('did-not-happen') }),
]);
const at = z.strictObject({ runId: z.uuid(), step: stepKey });
type At = z.output<typeof at>;

@Controller('api/v1/runs/:runId/steps/:step')
export class StepsController {
  readonly #desk: RunDesk;
  readonly #lists: RunLists;
  readonly #viewer: RunViewer;

  constructor(
    @Inject(RUN_DESK) desk: RunDesk,
    @Inject(RUN_LISTS) lists: RunLists,
    @Inject(RUN_VIEWER) viewer: RunViewer,
  ) {
    this.#desk = desk;
    this.#lists = lists;
    this.#viewer = viewer;
  }

  @Post('answer')
  @HttpCode(200)
  @Needs('approver')
  async answer(
    @Who() who: Principal,
    @Param(new ZodPipe(at)) place: At,
    @Body(new ZodPipe(answerBody)) body: z.output<typeof answerBody>,
  ) {
    const ref = { tenantId: who.tenantId, ...place };
    await this.#refuseUnknownPort(ref, body.port);
    await this.#desk.answer(ref, { ...body, by: idOf(who) });
    return showRun({ lists: this.#lists, viewer: this.#viewer }, { tenantId: who.tenantId, runId: place.runId });
  }

  @Post('settle')
  @HttpCode(200)
  @Needs('builder')
  async settle(
    @Who() who: Principal,
    @Param(new ZodPipe(at)) place: At,
    @Body(new ZodPipe(settleBody)) body: z.output<typeof settleBody>,
  ) {
    await this.#desk.settle({ tenantId: who.tenantId, ...place }, { ...body, by: idOf(who) });
    return showRun({ lists: this.#lists, viewer: this.#viewer }, { tenantId: who.tenantId, runId: place.runId });
  }

  async #refuseUnknownPort(
    { tenantId, runId, step }: { tenantId: string; runId: string; step: string },
    port: string,
  ): Promise<void> {
    const { run } = await this.#lists.get(tenantId, runId);
    const ports = (await this.#viewer.view(run)).steps.get(step)?.step.plan.ports ?? [];
    if (ports.length > 0 && !ports.includes(port)) {
      throw new Fault(
        'invalid',
        'step.unknown-port',
        `This step can be left by ${ports.join(' or ')}, not by ${port}.`,
        { details: { ports } },
      );
    }
  }
}

function idOf({ by }: Principal): string {
  return by.kind === 'user' ? by.userId : by.keyId;
}
