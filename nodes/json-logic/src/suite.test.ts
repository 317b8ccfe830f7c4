import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readSuites, runSuites } from '../testing/suite.ts';
import { loadRuntime } from './index.ts';

const shared = process.env['SHARED_DIR'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const cases = readSuites(`${shared}/conformance/json-logic`);

test('every case of the community suites gives what it should, compiled', () => {
  if (cases.length === 0) {
    process.stderr.write(
      'NOT RUN: the JSON Logic suites are not there. Set SHARED_DIR to the folder that holds conformance/json-logic.\n',
    );
    return;
  }

  const { failures, refusedIds, ...totals } = runSuites(cases, loadRuntime());

  process.stdout.write(`JSON Logic suites: ${JSON.stringify(totals)}\n`);
  expect(failures).toEqual([]);
  expect(refusedIds).toEqual([]);
  expect(totals.compiled).toBe(totals.total);
  expect(totals.total).toBeGreaterThan(1_000);
});
