import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ordinaryRuntime } from '../testing/runtime.ts';
import { runSuite } from '../testing/suite.ts';
import { readSuite } from '../testing/suite-folder.ts';

const shared = process.env['SHARED_DIR'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const cases = readSuite(`${shared}/conformance/jsonata`);

test('every case of the official suite gives what it should', () => {
  if (cases === undefined) {
    process.stderr.write(
      'NOT RUN: the official JSONata suite is not there. Set SHARED_DIR to the folder that holds conformance/jsonata.\n',
    );
    return;
  }

  const { failures, reasons, total, passed, refused, compiled } = runSuite(cases, ordinaryRuntime());

  process.stdout.write(
    `official JSONata suite: ${JSON.stringify({ total, passed, refused, compiled })} ${JSON.stringify(reasons)}\n`,
  );
  expect(failures).toEqual([]);
  expect(compiled / total).toBeGreaterThan(0.99);
});
