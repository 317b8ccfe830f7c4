import { coreNodes } from '@invoicepatch/core';
import { flowDocument } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { chain, transform } from '../../../../test/support/flow-check.ts';
import { MemoryCatalog } from '../../catalog/catalog.memory.ts';
import { checkTypes, describing } from './check-types.ts';

const describe = describing(new MemoryCatalog(coreNodes, []));
const schema = {
  type: 'object',
  properties: { client: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['client', 'tags'],
  additionalProperties: false,
};
const check = (expression: string) =>
  checkTypes(
    flowDocument.parse({
      format: 1,
      nodes: [{ id: 'hook', type: 'core.webhook@1', config: { schema } }, transform('map', expression)],
      edges: chain('hook', 'map'),
    }),
    describe,
  );

test('an error is a problem with its node, its place, its range and how it is mended', () => {
  expect(check('clent').problems).toEqual([
    {
      nodeId: 'map',
      path: 'nodes.map.config.expression',
      code: 'flow.unknown-field',
      message: 'There is no field "clent" in object { client, tags }. Did you mean "client"?',
      position: 0,
      range: { start: 0, end: 5 },
      fix: { range: { start: 0, end: 5 }, insert: 'client' },
    },
  ]);
});

test('what fails for some data only is a warning', () => {
  const { problems, warnings } = check('$sum(tags)');

  expect(problems).toEqual([]);
  expect(warnings).toMatchObject([{ code: 'flow.wrong-argument', nodeId: 'map' }]);
});

test('what the other checks tell is not told twice', () => {
  expect(check('client.')).toEqual({ problems: [], warnings: [] });
  expect(check('$nodes.nobody')).toEqual({ problems: [], warnings: [] });
});
