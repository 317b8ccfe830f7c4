import { expect, test } from '@jest/globals';
import { checkTypes } from './check-types.ts';

const flowOf = (expression: string) => ({
  format: 1 as const,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    { id: 'map', type: 'core.transform@1', config: { expression } },
  ],
  edges: [{ from: 'start', to: 'map' }],
});

test('expressions that are too long together are not checked for types, and that is said', () => {
  let asked = 0;
  const describe = () => {
    asked += 1;
    return undefined;
  };

  const { problems, warnings } = checkTypes(flowOf(`1${' + 1'.repeat(262_144)}`), describe);

  expect(problems).toEqual([]);
  expect(warnings.map(({ code }) => code)).toEqual(['flow.types-not-checked']);
  expect(asked).toBe(0);
});

test('an ordinary flow is checked', () => {
  expect(checkTypes(flowOf('1 + 1'), () => undefined).warnings.map(({ code }) => code)).not.toContain(
    'flow.types-not-checked',
  );
});
