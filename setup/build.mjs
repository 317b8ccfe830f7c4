import { compileServer } from './compile-server.mjs';
import { designerIsStale, markDesigner, markServer, serverIsStale } from './freshness.mjs';
import { mustRun } from './processes.mjs';
import { inProject } from './project.mjs';
import { installAll } from './ready.mjs';
import { programOf } from './runtime.mjs';
import { main, step } from './steps.mjs';

async function buildServer() {
  const mark = markServer();
  await step('Building the engine', compileServer);
  mark();
}

async function buildDesigner(node) {
  const mark = markDesigner();
  await step('Building the designer', () =>
    mustRun(node, [programOf('vite'), 'build', '--logLevel', 'warn'], 'The designer could not be built: see above', {
      cwd: inProject('designer'),
    }),
  );
  mark();
}

await main(async () => {
  const node = await installAll();
  if (serverIsStale()) await buildServer();
  if (designerIsStale()) await buildDesigner(node);
});
