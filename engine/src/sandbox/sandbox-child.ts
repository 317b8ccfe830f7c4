import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeFrame, type FramePart, FrameReader } from './frame.ts';

export interface ChildSetup {
  /** Entry below this folder, without its extension: the source in development, the build in production. */
  readonly entry: string;
  /** Folders and files that the child may read, besides this folder. */
  readonly readable: readonly string[];
  readonly flags: readonly string[];
  /** Largest frame that the child may send. */
  readonly frameBytes: number;
}

export interface ChildListener {
  frame(parts: readonly Buffer[]): void;
  /** Called once, whatever the way in which the child ended. */
  ended(): void;
}

const require = createRequire(import.meta.url);
const pageBytes = 4_096;

/** Folder of an installed package. */
export function packageFolder(name: string): string {
  return `${dirname(realpathSync(require.resolve(`${name}/package.json`)))}/`;
}

/** A package's main file. */
export function packageFile(name: string): string {
  return realpathSync(require.resolve(name));
}

/** Source text of a package's main file. */
export function packageSource(name: string): string {
  return readFileSync(packageFile(name), 'utf8');
}

function listArguments({ entry, readable, flags }: ChildSetup): string[] {
  const here = realpathSync(fileURLToPath(new URL('.', import.meta.url)));
  return [
    '--permission',
    ...[`${here}/`, ...readable].map((path) => `--allow-fs-read=${path}`),
    '--disable-warning=PERM0001',
    '--disable-warning=ExperimentalWarning',
    ...flags,
    `${here}/${entry}${extname(import.meta.url)}`,
  ];
}

/** A child process with an empty environment, no files, no shell, and frames on its pipes. */
export class SandboxChild {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #listener: ChildListener;
  #over = false;

  constructor(setup: ChildSetup, listener: ChildListener) {
    this.#listener = listener;
    this.#process = spawn(process.execPath, listArguments(setup), {
      cwd: '/',
      env: { TZ: 'UTC', MALLOC_ARENA_MAX: '2' },
      shell: false,
      // A group of its own: Ctrl-C is for the engine, which lets evaluations end.
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const reader = new FrameReader(setup.frameBytes);
    this.#process.stdout.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    // A broken pipe is followed by the exit, which says all there is to say.
    this.#process.stdin.on('error', () => this.kill());
    this.#process.once('error', () => this.#finish());
    this.#process.once('exit', () => this.#finish());
    this.#prepareForDeath();
  }

  send(parts: readonly FramePart[]): void {
    if (!this.#over) this.#process.stdin.write(encodeFrame(parts));
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** Resident memory, where the system tells. */
  rssBytes(): number | undefined {
    try {
      return Number(readFileSync(`/proc/${this.#process.pid}/statm`, 'latin1').split(' ')[1]) * pageBytes;
    } catch {
      return undefined;
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  #read(reader: FrameReader, chunk: Buffer): void {
    try {
      for (const frame of reader.push(chunk)) if (!this.#over) this.#listener.frame(frame);
    } catch {
      // Whatever sends this is no longer our program.
      this.kill();
    }
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#process.stdin.destroy();
    this.#process.stdout.destroy();
    this.#listener.ended();
  }

  /** No core dump, and the first to go when the system runs out of memory. */
  #prepareForDeath(): void {
    for (const [file, value] of [
      ['coredump_filter', '0'],
      ['oom_score_adj', '1000'],
    ]) {
      try {
        writeFileSync(`/proc/${this.#process.pid}/${file}`, String(value));
      } catch {
        // Only Linux has these files; elsewhere the limits of this process still hold.
      }
    }
  }
}
