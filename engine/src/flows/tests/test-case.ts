import { json, nodeId, z } from '@invoicepatch/sdk';

/** Tests that one flow may have; each is run at every publication. */
export const mostTests = 50;

/** `map`, `each[0].post`; a bare node's id in a loop means each of its items. */
const stepName = z.string().regex(/^[A-Za-z0-9_.[\]]{1,500}$/, 'A step is named like map or each[0].post.');

/** What the world says to a step that asks it something, in place of the world. */
export const stub = z.union([
  z.strictObject({ step: stepName, output: json }),
  z.strictObject({
    step: stepName,
    fault: z.strictObject({ code: z.string().min(1).max(100), message: z.string().min(1).max(2_000) }),
  }),
  z.strictObject({ step: stepName, port: z.string().min(1).max(64), note: z.string().max(2_000).default('') }),
]);
export type Stub = z.output<typeof stub>;

const of = z.enum(['output', 'input']).default('output');
export const expectation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('equals'), step: stepName, of, value: json }),
  /** Every field that is named has this value; lists are as long as said. */
  z.strictObject({ kind: z.literal('includes'), step: stepName, of, value: json }),
  /** A JSONata expression over the value, which must give true. */
  z.strictObject({ kind: z.literal('holds'), step: stepName, of, expression: z.string().min(1).max(20_000) }),
  z.strictObject({ kind: z.literal('takes'), step: stepName, port: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('skipped'), step: stepName }),
  z.strictObject({ kind: z.literal('fails'), step: stepName, code: z.string().max(100).optional() }),
]);
export type Expectation = z.output<typeof expectation>;

/** A test of a flow: an event, what the world answers, and what must come of it. */
export const testCase = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** The trigger that the event comes from. */
  nodeId,
  payload: json,
  /** In place of the flow's own, so that a change of a setting does not turn the test red. */
  parameters: z.record(z.string().max(100), json).optional(),
  /** What `$run` and `$now()` say; random numbers follow from it. */
  run: z
    .strictObject({ id: z.uuid(), startedAt: z.iso.datetime({ offset: true }) })
    .default({ id: '00000000-0000-4000-8000-000000000000', startedAt: '2026-01-15T12:00:00.000Z' }),
  stubs: z.array(stub).max(1_000).default([]),
  expectations: z.array(expectation).min(1).max(200),
});
export type TestCase = z.output<typeof testCase>;

export interface StoredTest extends TestCase {
  readonly id: string;
  readonly updatedAt: string;
}
