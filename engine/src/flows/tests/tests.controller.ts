import { flowDocument, z } from '@invoicepatch/sdk';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { IdPipe } from '../../platform/nest/id-pipe.ts';
import { Needs } from '../../platform/nest/needs.ts';
import type { Principal } from '../../platform/nest/principal.ts';
import { Who } from '../../platform/nest/who.ts';
import { ZodPipe } from '../../platform/nest/zod-pipe.ts';
import { FLOW_DESK, FlowDesk } from '../flow-desk.ts';
import { FlowTests } from './flow-tests.ts';
import { testCase } from './test-case.ts';

type TestBody = z.output<typeof testCase>;
const flowPipe = new IdPipe('flow');
const testPlace = z.strictObject({
  id: z.string().transform((id) => flowPipe.transform(id)),
  testId: z.uuid(),
});
type TestPlace = z.output<typeof testPlace>;
const runBody = z.strictObject({ document: flowDocument.optional(), test: testCase.optional() });

@Controller('api/v1/flows/:id/tests')
export class TestsController {
  readonly #tests: FlowTests;
  readonly #flows: FlowDesk;

  constructor(@Inject(FlowTests) tests: FlowTests, @Inject(FLOW_DESK) flows: FlowDesk) {
    this.#tests = tests;
    this.#flows = flows;
  }

  @Get()
  @Needs('viewer')
  async list(@Who() { tenantId }: Principal, @Param('id', flowPipe) flowId: string) {
    return { items: await this.#tests.store.list({ tenantId, flowId }), nextCursor: null };
  }

  @Post()
  @Needs('builder')
  async add(
    @Who() { tenantId }: Principal,
    @Param('id', flowPipe) flowId: string,
    @Body(new ZodPipe(testCase)) test: TestBody,
  ) {
    const [added] = await this.#tests.store.add({ tenantId, flowId }, [test]);
    return added;
  }

  /** Of the draft, unless a document is sent; all that are kept, unless one is sent. */
  @Post('run')
  @HttpCode(200)
  @Needs('builder')
  async run(
    @Who() who: Principal,
    @Param('id', flowPipe) flowId: string,
    @Body(new ZodPipe(runBody)) { document, test }: z.output<typeof runBody>,
  ) {
    const place = { tenantId: who.tenantId, flowId };
    const judged = document ?? (await this.#flows.get(who, flowId)).draft;
    if (test !== undefined) {
      const findings = await this.#tests.tryOut(place, judged, test);
      return { results: [{ id: null, name: test.name, passed: findings.length === 0, findings }] };
    }
    return { results: await this.#tests.run(place, judged) };
  }

  @Put(':testId')
  @Needs('builder')
  change(
    @Who() { tenantId }: Principal,
    @Param(new ZodPipe(testPlace)) { id: flowId, testId }: TestPlace,
    @Body(new ZodPipe(testCase)) test: TestBody,
  ) {
    return this.#tests.store.change({ tenantId, flowId }, testId, test);
  }

  @Delete(':testId')
  @HttpCode(204)
  @Needs('builder')
  remove(@Who() { tenantId }: Principal, @Param(new ZodPipe(testPlace)) { id: flowId, testId }: TestPlace) {
    return this.#tests.store.remove({ tenantId, flowId }, testId);
  }
}
