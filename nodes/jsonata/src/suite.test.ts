import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ordinaryRuntime } from '../testing/runtime.ts';
import { readSuite, runSuite } from '../testing/suite.ts';

const shared = process.env['SHARED_DIR'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const cases = readSuite(`${shared}/conformance/jsonata`);

test('every case of the official suite gives what it should', () => {
  if (cases === undefined) {
    process.stderr.write(
      'NOT RUN: the official JSONata suite is not there. Set SHARED_DIR to the folder that holds conformance/jsonata.\n',
    );
    return;
  }

  const { totals, failures, reasons } = runSuite(cases, ordinaryRuntime());

  process.stdout.write(`official JSONata suite: ${JSON.stringify(totals)} ${JSON.stringify(reasons)}\n`);
  expect(failures).toEqual([]);
  expect(totals.compiled / totals.total).toBeGreaterThan(0.99);
});
