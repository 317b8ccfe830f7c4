import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
// @ts-expect-error It is plain JavaScript, without declarations.
import { serverIsStale } from '../../setup/freshness.mjs';

const killSwitch = new URL('kill-switch.mjs', import.meta.url).href;
const program = fileURLToPath(new URL('../../engine/dist/main.js', import.meta.url));
const patienceMs = 30_000;

export interface EngineHome {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Where its requests to simulators go; without it, to itself. */
  readonly worldUrl?: string;
  /** Ends the process whenever a request that contains this is about to leave. */
  readonly poison?: string;
  /** Breaks the promise of the key: each request gets another one. */
  readonly newKeys?: boolean;
  /** Sends without having written down that it will. */
  readonly noIntents?: boolean;
  /** Settings of the engine beyond these. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** `die`: SIGKILL. `cut`: every connection to Postgres breaks, and the process lives. */
export type Harm = 'die' | 'cut';

/** The real engine in a process of its own, with the kill switch in it. */
export class EngineProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    this.#ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Counts places from now on, and does harm at the given one; at none without it. */
  async arm(place?: number, harm: Harm = 'die'): Promise<void> {
    await this.#order({ kind: 'arm', place, harm });
  }

  /** The places passed since it was armed. */
  async passed(): Promise<readonly string[]> {
    return (await this.#order({ kind: 'count' })).passed;
  }

  async ended(): Promise<void> {
    await this.#ended;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async #order(order: object): Promise<{ readonly passed: readonly string[] }> {
    const answer = once(this.#child, 'message').then(([message]) => message);
    this.#child.send(order, () => undefined);
    const gone = this.#ended.then(() => Promise.reject(new Error('The engine is gone.')));
    return Promise.race([answer, gone]);
  }
}

function toEnvironment({
  databaseUrl,
  dataDir,
  worldUrl,
  poison,
  newKeys,
  noIntents,
  settings,
}: EngineHome): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PORT: '0',
    LOG_LEVEL: 'warn',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ...(worldUrl === undefined ? {} : { CHAOS_WORLD: worldUrl }),
    ...(poison === undefined ? {} : { CHAOS_POISON: poison }),
    ...(newKeys === true ? { CHAOS_NEW_KEYS: '1' } : {}),
    ...(noIntents === true ? { CHAOS_NO_INTENTS: '1' } : {}),
    ...settings,
  };
}

const isStale = serverIsStale();

/** Resolves when it is ready; `undefined` when it was killed before that. */
export async function tryStart(home: EngineHome): Promise<EngineProcess | undefined> {
  if (isStale) throw new Error('The build is older than the source. Run: npm run build');
  const child = spawn(process.execPath, ['--import', killSwitch, program], {
    env: toEnvironment(home),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  child.stderr?.on('data', (text) => said.push(String(text)));
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (text) => {
      said.push(String(text));
      const url = /is ready: (\S+)/.exec(said.join(''))?.[1];
      if (url !== undefined) resolve(url.replace('//localhost:', '//127.0.0.1:'));
    });
  });
  const gone = once(child, 'exit').then(() => 'gone' as const);
  const slow = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`The engine is not ready:\n${said.join('')}`)), patienceMs).unref(),
  );
  const first = await Promise.race([ready, gone, slow]);
  if (first !== 'gone') return new EngineProcess(first, child);
  if (child.signalCode === 'SIGKILL') return undefined;
  throw new Error(`The engine ended instead of starting:\n${said.join('')}`);
}

export async function startEngineProcess(home: EngineHome): Promise<EngineProcess> {
  const engine = await tryStart(home);
  if (engine === undefined) throw new Error('The engine was killed while it started.');
  return engine;
}
