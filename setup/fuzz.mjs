import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { installAll } from './ready.mjs';
import { main } from './steps.mjs';

await main(async (args) => {
  const node = await installAll();
  return run(node, ['--conditions=source', '--no-warnings', inProject('test/fuzz/run.mjs'), ...args]);
});
