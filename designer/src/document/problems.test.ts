import { expect, test } from '@jest/globals';
import { countByNode, mergeProblems } from './problems.ts';
import { sampleFlow } from './sample-flow.ts';

const problem = (nodeId: string | null, code: string) => ({ nodeId, code, path: '', message: code });

test('says each problem once, in the order of the steps, and none of steps that are gone', () => {
  const merged = mergeProblems(
    sampleFlow,
    [problem('post', 'b'), problem('big', 'a'), problem('ghost', 'c')],
    [problem('big', 'a'), problem(null, 'd')],
  );

  expect(merged.map(({ code }) => code)).toEqual(['d', 'a', 'b']);
  expect(countByNode(merged)).toEqual(
    new Map([
      ['big', 1],
      ['post', 1],
    ]),
  );
});
