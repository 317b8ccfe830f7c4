import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inProject, root } from '../project.mjs';
import { listFiles } from '../stamps.mjs';

const folders = ['engine', 'designer', 'nodes', 'migrations', 'test', 'setup', 'templates', 'docs', '.ci'];

function fromGit() {
  try {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 50_000_000, stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], options)
      .split('\n')
      .filter(Boolean);
  } catch {
    return undefined;
  }
}

/** The project's own files, relative to it; without git, everything that is not built or installed. */
export function listSources() {
  const files =
    fromGit() ?? folders.flatMap((folder) => listFiles(inProject(folder))).map((file) => file.slice(root.length + 1));
  return files.filter((file) => existsSync(inProject(file)));
}

export function readSource(file) {
  return readFileSync(inProject(file), 'utf8');
}

/** Says each problem on a line; `true` when there is none. */
export function report(problems) {
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  return problems.length === 0;
}
