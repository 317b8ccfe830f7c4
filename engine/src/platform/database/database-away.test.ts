import { expect, test } from '@jest/globals';
import { isDatabaseAway } from './database-away.ts';

const withCode = (code: string) => Object.assign(new Error('no'), { code });

test.each([
  ['an operator ended the connection', withCode('57P01')],
  ['nothing listens', withCode('ECONNREFUSED')],
  ['the server takes no more', withCode('53300')],
  ['the socket broke', new Error('Connection terminated unexpectedly')],
  ['it broke between two statements', new Error('Query runner already released. Cannot run queries anymore.')],
  ['it is told as the cause', new Error('failed', { cause: new Error('Connection terminated') })],
  ['it is told with its code as the cause', new Error('failed', { cause: withCode('57P01') })],
])('the database is away: %s', (_, failure) => {
  expect(isDatabaseAway(failure)).toBe(true);
});

test.each([
  ['a constraint', withCode('23505')],
  ['a statement that is wrong', withCode('42601')],
  ['a bug', new TypeError('x is undefined')],
  ['nothing', undefined],
])('the database is not away: %s', (_, failure) => {
  expect(isDatabaseAway(failure)).toBe(false);
});
