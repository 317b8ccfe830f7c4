// node --conditions=source nodes/jsonata/conformance.mjs <folder> [--json]
import { ordinaryRuntime } from './testing/runtime.ts';
import { readSuite, runSuite } from './testing/suite.ts';

const [folder, ...flags] = process.argv.slice(2);
const cases = folder === undefined ? undefined : readSuite(folder);
if (cases === undefined) {
  process.stderr.write('Name a folder in the layout of the official suite: groups, datasets and expr-files.json.\n');
  process.exitCode = 2;
} else {
  const { totals, failures, reasons } = runSuite(cases, ordinaryRuntime());
  process.stdout.write(
    `${JSON.stringify(flags.includes('--json') ? totals : { ...totals, reasons, failures }, null, 1)}\n`,
  );
  process.exitCode = totals.failed === 0 ? 0 : 1;
}
