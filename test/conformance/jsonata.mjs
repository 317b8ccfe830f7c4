import { ordinaryRuntime } from '../../nodes/jsonata/testing/runtime.ts';
import { runSuite } from '../../nodes/jsonata/testing/suite.ts';
import { readSuite } from '../../nodes/jsonata/testing/suite-folder.ts';

/** Runs the cases of a folder: compiled, and by the interpreter what the compiler leaves to it. */
export function run(folder) {
  const cases = readSuite(folder);
  if (cases === undefined) {
    throw new Error(`${folder} has no folder "groups" with cases in it, as the official JSONata suite has.`);
  }
  return runSuite(cases, ordinaryRuntime());
}
