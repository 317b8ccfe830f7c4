import { expect, test } from '@jest/globals';
import type { JournalEntry } from '../../../execution/fact.ts';
import type { RunStatus } from '../../run.ts';
import type { ListedRun } from '../run-lists.ts';
import { ListWatch, RunWatch } from './run-events.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 2, 12, 0, second)).toISOString();

function run(id: string, status: RunStatus, second = 0): ListedRun {
  const over = ['succeeded', 'failed'].includes(status);
  return {
    id,
    flowId: 'f',
    flowName: 'Hours',
    version: 1,
    status,
    acceptedAt: at(second),
    startedAt: status === 'queued' ? null : at(second),
    finishedAt: over ? at(second + 1) : null,
    fault: status === 'failed' ? { kind: 'invalid', code: 'a.b', message: 'No.', details: { secret: 'x' } } : null,
    faultStep: null,
    trigger: { nodeId: 'start' },
  };
}

const fact = (seq: number): JournalEntry => ({
  seq,
  step: 'post',
  atMs: seq,
  fact: { kind: 'confirmed', attempt: 1, output: '{"secret":"x"}' },
});
const toIds = (events: readonly { readonly data: object }[]) =>
  events.map(({ data }) => ('id' in data ? data.id : '?'));

test('a list tells nothing at first, then what is new and what moved, the oldest first', () => {
  const watch = new ListWatch(undefined);

  expect(watch.next([run('b', 'running'), run('a', 'succeeded')], 0)).toEqual([]);
  const events = watch.next(
    [run('d', 'queued', 9), run('c', 'queued', 8), run('b', 'failed'), run('a', 'succeeded')],
    1,
  );

  expect(toIds(events)).toEqual(['b', 'c', 'd']);
  expect(JSON.stringify(events)).not.toContain('secret');
  expect(
    watch.next([run('d', 'queued', 9), run('c', 'queued', 8), run('b', 'failed'), run('a', 'succeeded')], 2),
  ).toEqual([]);
});

test('who comes back hears of all that ended since, and of all that is open', () => {
  const watch = new ListWatch(at(30));

  const events = watch.next([run('new', 'succeeded', 40), run('open', 'waiting', 1), run('old', 'succeeded', 2)], 0);

  expect(toIds(events)).toEqual(['open', 'new']);
});

test('a run tells each fact once, and goes on after the last that was heard', () => {
  const watch = new RunWatch(undefined);
  const first = watch.next(run('a', 'running'), [fact(1), fact(2)]);
  const second = watch.next(run('a', 'running'), [fact(1), fact(2), fact(3)]);
  const resumed = new RunWatch(second.at(-1)?.id).next(run('a', 'succeeded'), [1, 2, 3, 4].map(fact));

  expect(first.map(({ type }) => type)).toEqual(['run']);
  expect(second.map(({ type, data }) => [type, 'seq' in data ? data.seq : 0])).toEqual([['fact', 3]]);
  expect(resumed.map(({ type, data }) => [type, 'seq' in data ? data.seq : 0])).toEqual([
    ['fact', 4],
    ['run', 0],
  ]);
  expect(JSON.stringify([first, second, resumed])).not.toContain('secret');
});

test('facts of a run that only waits are not read again and again', () => {
  const watch = new RunWatch(undefined);
  watch.next(run('a', 'waiting'), [fact(1)]);

  expect(watch.wantsFacts(run('a', 'waiting'))).toBe(false);
  expect(watch.wantsFacts(run('a', 'queued'))).toBe(true);
});

test('a name of an event that we never gave begins anew', () => {
  expect(new RunWatch('nonsense').next(run('a', 'running'), [fact(1)]).map(({ type }) => type)).toEqual(['run']);
  expect(new ListWatch('nonsense').next([run('a', 'running')], 0)).toEqual([]);
});
