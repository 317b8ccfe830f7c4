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

/** npm the way it was started, also where `npm` itself is not on the path. */
function npmCommand(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { program: process.execPath, args: [script, ...args], options: {} };
  const windows = process.platform === 'win32';
  return { program: windows ? 'npm.cmd' : 'npm', args, options: { shell: windows } };
}

export function npm(args, otherwise) {
  const command = npmCommand(args);
  return mustRun(command.program, command.args, otherwise, command.options);
}

/** Runs npm and resolves with its exit code and what it complained about. */
export function npmSays(args) {
  const command = npmCommand(args);
  return new Promise((resolve, reject) => {
    const child = spawn(command.program, command.args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      ...command.options,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}
