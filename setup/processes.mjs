import { spawn } from 'node:child_process';
import { root } from './project.mjs';
import { Stop } from './steps.mjs';

/** Runs a program to its end and resolves with its exit code; a signal counts as 1. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Like `run`, but a failure ends the command with the sentence `otherwise`. */
export async function mustRun(program, args, otherwise, options) {
  const code = await run(program, args, options).catch((failure) => failure.message);
  if (code !== 0) throw new Stop(`${otherwise} (${typeof code === 'number' ? `exit code ${code}` : code})`);
}

/** Runs npm the way it was started, also where `npm` itself is not on the path. */
export function npm(args, otherwise, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return mustRun(process.execPath, [script, ...args], otherwise, options);
  const windows = process.platform === 'win32';
  return mustRun(windows ? 'npm.cmd' : 'npm', args, otherwise, { ...options, shell: windows });
}
