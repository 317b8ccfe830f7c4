import { expect, test } from '@jest/globals';
import { sampleFlow } from '../sample-flow.ts';
import { connect, disconnect, whyNotConnect } from './connect.ts';

test.each([
  [{ from: 'each', to: 'start' }, 'circle'],
  [{ from: 'big', to: 'big' }, 'same-step'],
  [{ from: 'big', to: 'post' }, 'other-level'],
  [{ from: 'start', to: 'ghost' }, 'other-level'],
  [{ from: 'big', port: 'true', to: 'ask' }, 'exists'],
])('%j is refused: %s', (edge, reason) => {
  expect(whyNotConnect(sampleFlow, edge)).toBe(reason);
  expect(connect(sampleFlow, edge)).toBe(sampleFlow);
});

test('joins two steps by another port, and parts them again', () => {
  const edge = { from: 'ask', port: 'rejected', to: 'each' };

  const joined = connect(sampleFlow, edge);

  expect(joined.edges).toContainEqual(edge);
  expect(disconnect(joined, edge)).toEqual(sampleFlow);
});
