import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { installAll } from './ready.mjs';
import { main } from './steps.mjs';

/** A folder as whoever typed it means it: npm changes into the project first. */
function folderFrom(path) {
  const typed = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  return existsSync(typed) ? typed : inProject(path);
}

await main(async (args) => {
  const node = await installAll();
  const [language = '', folder, ...more] = args.filter((arg) => !arg.startsWith('--'));
  const flags = args.filter((arg) => arg.startsWith('--'));
  const places = folder === undefined ? [] : [folderFrom(folder)];
  const script = inProject('test/conformance/run.mjs');
  return run(node, ['--conditions=source', '--no-warnings', script, language, ...places, ...more, ...flags]);
});
