import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { installAll, makeReady } from './ready.mjs';
import { main, Stop } from './steps.mjs';

/** `path`: which of the words, flags left out, names a file or a folder. `needsBuild`: it starts the engine itself. */
const trials = new Map([
  ['chaos', { path: -1, needsBuild: true }],
  ['conformance', { path: 1, needsBuild: false }],
  ['corpus', { path: 0, needsBuild: true }],
  ['fuzz', { path: -1, needsBuild: false }],
]);

/** A place as whoever typed it means it: npm changes into the project first. */
function placeFrom(path) {
  const typed = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  return existsSync(typed) ? typed : inProject(path);
}

function withPlace(args, path) {
  const words = args.filter((arg) => !arg.startsWith('--'));
  return args.map((arg) => (path >= 0 && arg === words[path] ? placeFrom(arg) : arg));
}

await main(async ([name, ...args]) => {
  const trial = trials.get(name);
  if (trial === undefined) throw new Stop(`Which trial? There are: ${[...trials.keys()].join(', ')}.`);
  const node = await (trial.needsBuild ? makeReady() : installAll());
  const script = inProject(`test/${name}/run.mjs`);
  return run(node, ['--conditions=source', '--no-warnings', script, ...withPlace(args, trial.path)]);
});
