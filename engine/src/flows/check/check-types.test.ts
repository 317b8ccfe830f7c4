import { coreNodes } from '@invoicepatch/core';
import { expect, test } from '@jest/globals';
import { MemoryCatalog } from '../../catalog/catalog.memory.ts';
import { judgeTypes, placesOf } from './check-types.ts';
import { listPrograms } from './programs.ts';
import { listScopes } from './scope.ts';

const catalog = new MemoryCatalog(coreNodes, []);
const placesIn = (expression: string) =>
  placesOf(
    listPrograms(
      listScopes({
        format: 1,
        nodes: [
          { id: 'start', type: 'core.manual@1' },
          { id: 'one', type: 'core.transform@1', config: { expression } },
          { id: 'two', type: 'core.transform@1', config: { expression } },
        ],
        edges: [
          { from: 'start', to: 'one' },
          { from: 'one', to: 'two' },
        ],
      }),
      catalog,
    ),
  );

test.each(['time', 'failed', 'busy'] as const)(
  'types that were not checked (%s) are a warning, never a problem',
  (why) => {
    const { problems, warnings } = judgeTypes({ outcome: 'stopped', why }, placesIn('1'));

    expect(problems).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['flow.types-not-checked']);
  },
);

test('a number that loses digits is warned of wherever its expression stands', () => {
  const places = placesIn('id = 9007199254740993');
  const text = JSON.stringify({ findings: [], rounded: [{ source: 0, offset: 5, text: '9007199254740993' }] });

  const { problems, warnings } = judgeTypes({ outcome: 'done', text }, places);

  expect(problems).toEqual([]);
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toMatchObject({
    nodeId: 'two',
    path: 'nodes.two.config.expression',
    code: 'flow.rounded-number',
    range: { start: 5, end: 21 },
    fix: { range: { start: 5, end: 21 }, insert: '"9007199254740993"' },
  });
});
