import { expect, test } from '@jest/globals';
import { isPostgresOf, parsePostmaster } from './postmaster-file.ts';

test('reads who runs, where, and whether it is ready', () => {
  const text = '4711\n/data/my cluster\n1700000000\n54321\n\n127.0.0.1\n  123 456\nready   \n';

  expect(parsePostmaster(text)).toEqual({ pid: 4711, port: 54_321, startedAtMs: 1_700_000_000_000, ready: true });
});

test('a half-written file tells nothing wrong', () => {
  expect(parsePostmaster('')).toBeUndefined();
  expect(parsePostmaster('12\n/data\n')).toEqual({ pid: 12, port: 0, startedAtMs: 0, ready: false });
});

test('another program that got the number is not taken for Postgres', () => {
  expect(isPostgresOf('/no/such/cluster', process.pid)).toBe(false);
});
