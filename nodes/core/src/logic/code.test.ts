import { listPorts } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { code } from './code.ts';

test('a code step is its JavaScript, and has one way out', () => {
  expect(code.program({ code: 'return input.total * 2;' })).toEqual({
    language: 'javascript',
    source: 'return input.total * 2;',
  });
  expect(listPorts(code)).toEqual(['out']);
  expect(code.config.safeParse({ code: '' }).success).toBe(false);
});
