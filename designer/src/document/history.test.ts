import { expect, test } from '@jest/globals';
import { record, redo, startHistory, undo } from './history.ts';
import { sampleFlow } from './sample-flow.ts';

const named = (name: string) => ({ ...sampleFlow, parameters: { name } });

test('what is typed into one field quickly is one step back', () => {
  const typed = [100, 300, 700].reduce(
    (history, at) => record(history, named(String(at)), { mark: 'name', at }),
    startHistory(sampleFlow),
  );

  expect(undo(typed).present).toBe(sampleFlow);
});

test('a pause, or another field, starts a new step', () => {
  const first = record(startHistory(sampleFlow), named('a'), { mark: 'name', at: 0 });

  expect(undo(record(first, named('b'), { mark: 'name', at: 501 })).present).toEqual(named('a'));
  expect(undo(record(first, named('b'), { mark: 'note', at: 1 })).present).toEqual(named('a'));
});

test('redo gives back what undo took, until something else is done', () => {
  const back = undo(record(startHistory(sampleFlow), named('a'), { mark: 'x', at: 0 }));

  expect(redo(back).present).toEqual(named('a'));
  expect(record(back, named('b'), { mark: 'y', at: 9 }).future).toEqual([]);
});

test('nothing to undo, nothing happens', () => {
  const fresh = startHistory(sampleFlow);

  expect([undo(fresh), redo(fresh), record(fresh, sampleFlow, { mark: 'x', at: 0 })]).toEqual([fresh, fresh, fresh]);
});

test('two hundred steps are kept', () => {
  let history = startHistory(sampleFlow);
  for (let step = 0; step < 250; step += 1)
    history = record(history, named(String(step)), { mark: String(step), at: step });

  expect(history.past).toHaveLength(200);
});
