import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// @ts-expect-error It is plain JavaScript, without declarations.
import { serverIsStale } from '../../setup/freshness.mjs';

const probe = new URL('engine-probe.mjs', import.meta.url).href;
const program = fileURLToPath(new URL('../../engine/dist/main.js', import.meta.url));
const patienceMs = 60_000;
const isStale: boolean = serverIsStale();

/** What the engine's process says about itself since the last look. */
export interface Look {
  readonly longestWorkMs: number;
  readonly longestGapMs: number;
  readonly polluted: boolean;
  readonly heapBytes: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The real engine in a process of its own, with a probe in it. */
export class AttackedEngine {
  readonly #child: ChildProcess;
  readonly url: string;
  readonly said: string[];

  constructor(child: ChildProcess, url: string, said: string[]) {
    this.#child = child;
    this.url = url;
    this.said = said;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async look(): Promise<Look> {
    const answer = once(this.#child, 'message');
    this.#child.send({ kind: 'look' });
    const [message] = await Promise.race([answer, once(this.#child, 'exit').then(() => [undefined])]);
    if (message === undefined) throw new Error('The engine is gone.');
    return message;
  }

  /** Processes that evaluate, as far as the system tells. */
  sandboxes(): readonly { readonly pid: number; readonly rssBytes: number }[] {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const isOurs = (pid: string) =>
      read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[1] === String(this.#child.pid) &&
      read(`/proc/${pid}/cmdline`).includes('sandbox');
    return all.filter(isOurs).map((pid) => ({
      pid: Number(pid),
      rssBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024,
    }));
  }

  /** The next evaluation meets a new process. */
  renewSandboxes(): void {
    for (const { pid } of this.sandboxes()) process.kill(pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

export async function startAttackedEngine(environment: NodeJS.ProcessEnv): Promise<AttackedEngine> {
  if (isStale) throw new Error('The build is older than the source. Run: npm run build');
  const child = spawn(process.execPath, ['--expose-gc', '--import', probe, program], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stderr?.on('data', (text) => said.push(String(text)));
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (text) => {
      said.push(String(text));
      const url = /is ready: (\S+)/.exec(said.slice(-20).join(''))?.[1];
      if (url !== undefined) resolve(url.replace('//localhost:', '//127.0.0.1:'));
    });
  });
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patienceMs).unref());
  const url = await Promise.race([ready, once(child, 'exit').then(() => undefined), late]);
  if (url !== undefined) return new AttackedEngine(child, url, said);
  child.kill('SIGKILL');
  throw new Error(`The engine did not start:\n${said.join('')}`);
}
