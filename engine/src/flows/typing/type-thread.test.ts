import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CheckJob } from './job.ts';
import { TypeThread } from './type-thread.ts';

let thread: TypeThread;

beforeEach(() => {
  thread = new TypeThread({ workMs: 20_000, waitMs: 60_000 });
});

afterEach(() => thread.close());

const flowOf = (expression: string): CheckJob => ({
  kind: 'check',
  document: {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'map', type: 'core.transform@1', input: expression },
    ],
    edges: [{ from: 'start', to: 'map' }],
  },
  descriptors: {},
  sources: [expression],
});
const run = (job: CheckJob, tenantId = 'acme') => thread.run(tenantId, JSON.stringify(job));

test('a flow is checked beside the engine, and numbers that lose digits are found', async () => {
  const typed = await run(flowOf('9007199254740993 + 3.141592653589793238 + 1.5'));

  expect(typed.outcome).toBe('done');
  expect(typed.outcome === 'done' && JSON.parse(typed.text).rounded).toEqual([
    { source: 0, offset: 0, text: '9007199254740993' },
    { source: 0, offset: 19, text: '3.141592653589793238' },
  ]);
});

test('a job that takes too long ends with its thread, and the next one gets a fresh thread', async () => {
  await thread.close();
  thread = new TypeThread({ workMs: 1_500, waitMs: 60_000 });
  const megabyte = `[${'{"a": $string(1)}, '.repeat(55_000)}9007199254740993]`;
  const long = run({ ...flowOf('1'), sources: new Array<string>(50).fill(megabyte) });
  const next = run(flowOf('1'), 'zenith');

  const typed = [await long, await next];

  expect(typed.map(({ outcome }) => outcome)).toEqual(['stopped', 'done']);
  expect(typed[0]).toEqual({ outcome: 'stopped', why: 'time' });
});

test('more than a hundred that wait are turned away at once', async () => {
  const jobs = Array.from({ length: 102 }, () => run(flowOf('1')));

  const typed = await Promise.all(jobs);

  expect(typed.map(({ outcome }) => outcome)).toContain('done');
  expect(typed.at(-1)).toEqual({ outcome: 'stopped', why: 'busy' });
});

test('what waits is answered when the thread is closed, and nothing starts afterwards', async () => {
  const waiting = run(flowOf('1'));
  await thread.close();

  expect(await waiting).toEqual({ outcome: 'stopped', why: 'busy' });
  expect(await run(flowOf('1'))).toEqual({ outcome: 'stopped', why: 'busy' });
  expect(thread.isRunning).toBe(false);
});
