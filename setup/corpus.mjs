import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { makeReady } from './ready.mjs';
import { main } from './steps.mjs';

/** A file as whoever typed it means it: npm changes into the project first. */
function fileFrom(path) {
  const typed = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  return existsSync(typed) ? typed : inProject(path);
}

await main(async (args) => {
  const node = await makeReady();
  const files = args.filter((arg) => !arg.startsWith('--')).map(fileFrom);
  const flags = args.filter((arg) => arg.startsWith('--'));
  return run(node, ['--conditions=source', '--no-warnings', inProject('test/corpus/run.mjs'), ...files, ...flags]);
});
