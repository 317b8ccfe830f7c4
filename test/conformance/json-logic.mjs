import { loadRuntime } from '@invoicepatch/json-logic';
import { readSuites, runSuites } from '../../nodes/json-logic/testing/suite.ts';

/** Runs the cases of a folder, or of its folder `suites`, compiled. */
export function run(folder) {
  const cases = readSuites(folder);
  if (cases.length === 0) throw new Error(`${folder} holds no files with cases, as the suites of JSON Logic do.`);
  return runSuites(cases, loadRuntime());
}
