import { listPorts } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { forEach } from './for-each.ts';
import { respond } from './respond.ts';
import { rule } from './rule.ts';
import { transform } from './transform.ts';

test('a transform is its expression', () => {
  expect(transform.program({ expression: '$sum(lines.amount)' })).toEqual({
    language: 'jsonata',
    source: '$sum(lines.amount)',
  });
  expect(listPorts(transform)).toEqual(['out']);
});

test('a rule travels as text and has two ways out', () => {
  expect(rule.program({ logic: { '>': [{ var: 'total' }, 1000] } })).toEqual({
    language: 'json-logic',
    source: '{">":[{"var":"total"},1000]}',
  });
  expect(listPorts(rule)).toEqual(['true', 'false']);
});

test('a loop takes the whole input as its list until it is told otherwise', () => {
  expect(forEach.items(forEach.config.parse({}))).toEqual({ language: 'jsonata', source: '$' });
});

test('an answer to the sender is 200 until it is told otherwise', () => {
  const input = respond.input.parse({ body: { accepted: true } });

  expect(respond.decide({ config: {}, input, incoming: null, now: 0, atMs: 0 })).toEqual({
    kind: 'go',
    port: 'out',
    output: { status: 200, body: { accepted: true } },
  });
  expect(respond.input.safeParse({ status: 99 }).success).toBe(false);
});
