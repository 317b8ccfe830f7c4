import { setTimeout as sleep } from 'node:timers/promises';
import type { TestRedis } from '../support/servers/redis-server.ts';
import { ask } from './checker.ts';
import { type EngineHome, type EngineProcess, startEngineProcess } from './engine-process.ts';
import type { OwnPostgres } from './own-postgres.ts';
import type { Stage } from './stage.ts';

export interface Done {
  kills: number;
  postgresCrashes: number;
  pauses: number;
  failedStarts: number;
  cutConnections: number;
  badWeather: number;
  redisEmptied: number;
  redisStopped: number;
}

/** Where it rages. */
export interface Theatre {
  readonly stage: Stage;
  readonly home: EngineHome;
  readonly postgres: OwnPostgres;
  readonly chance: () => number;
  /** What wakes the engines, where there is one. */
  readonly redis: TestRedis | undefined;
}

/** Two engines on one database, and everything that is done to them. */
export class Nemesis {
  readonly harm: Done = {
    kills: 0,
    postgresCrashes: 0,
    pauses: 0,
    failedStarts: 0,
    cutConnections: 0,
    badWeather: 0,
    redisEmptied: 0,
    redisStopped: 0,
  };
  readonly #stage: Stage;
  readonly #home: EngineHome;
  readonly #postgres: OwnPostgres;
  readonly #chance: () => number;
  readonly #engines: EngineProcess[];
  readonly #redis: TestRedis | undefined;

  constructor(options: Theatre & { readonly engines: EngineProcess[] }) {
    this.#stage = options.stage;
    this.#home = options.home;
    this.#postgres = options.postgres;
    this.#engines = options.engines;
    this.#redis = options.redis;
    this.#chance = options.chance;
  }

  /** Where somebody sends to, who doesn't know which engine is alive. */
  url(): string {
    return this.#pick(this.#engines).url;
  }

  /** Does harm until the signal comes; leaves both engines running and the weather calm. */
  async rage(signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#often(signal, 2_500, () => this.#kill()),
      this.#often(signal, 3_000, () => this.#pause()),
      this.#often(signal, 700, () => this.#cut()),
      this.#often(signal, 300, () => this.#weather()),
      this.#often(signal, 900, () => this.#emptyRedis()),
      this.#often(signal, 3_500, () => this.#stopRedis()),
      this.#often(signal, 5_000, () => this.#crash()),
    ]);
    for (const job of this.#stage.jobs) await insist(() => this.#stage.world.setWeather(job, {}));
  }

  async #emptyRedis(): Promise<void> {
    // Nothing to empty while it is stopped.
    await this.#redis?.flush().then(
      () => {
        this.harm.redisEmptied += 1;
      },
      () => undefined,
    );
  }

  async #stopRedis(): Promise<void> {
    if (this.#redis === undefined) return;
    await this.#redis.stop();
    await sleep(700);
    await this.#redis.restart();
    this.harm.redisStopped += 1;
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.kill()));
  }

  async #often(signal: AbortSignal, aboutMs: number, harm: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await sleep(aboutMs * (0.5 + this.#chance()));
      if (!signal.aborted) await harm();
    }
  }

  async #kill(): Promise<void> {
    const at = Math.floor(this.#chance() * this.#engines.length);
    await this.#engines[at]?.kill();
    this.#engines[at] = await this.#restart();
    this.harm.kills += 1;
  }

  /** As whoever operates it does: an engine whose connection is cut while it starts says so and ends. */
  async #restart(): Promise<EngineProcess> {
    for (;;) {
      const engine = await startEngineProcess(this.#home).catch(() => undefined);
      if (engine !== undefined) return engine;
      this.harm.failedStarts += 1;
      if (this.harm.failedStarts > 20) throw new Error('No engine starts any more.');
    }
  }

  /** A paused engine is alive: its runs wait for it. */
  async #pause(): Promise<void> {
    const engine = this.#pick(this.#engines);
    this.harm.pauses += 1;
    engine.signal('SIGSTOP');
    await sleep(1_500);
    engine.signal('SIGCONT');
  }

  /** Any connection of any engine: of a transaction under way, an idle one, or the one that says that it is alive. */
  async #cut(): Promise<void> {
    const { databaseUrl } = this.#home;
    const place = this.#chance();
    const cut = await insist(() =>
      ask(
        databaseUrl,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       ORDER BY pid OFFSET (SELECT floor($1::float8 * count(*)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) LIMIT 1`,
        [place],
      ),
    );
    this.harm.cutConnections += cut.length;
  }

  async #weather(): Promise<void> {
    const job = this.#pick(this.#stage.jobs);
    const status = this.#pick([500, 500, 503, 0, 0, 429]);
    const failNext = {
      status,
      times: 1 + Math.floor(this.#chance() * 2),
      after: status !== 429 && this.#chance() < 0.7,
    };
    const weather = { delayMs: Math.floor(this.#chance() * 200), failNext };
    await insist(() => this.#stage.world.setWeather(job, weather));
    this.harm.badWeather += 1;
  }

  async #crash(): Promise<void> {
    await insist(() => this.#postgres.crash());
    this.harm.postgresCrashes += 1;
  }

  #pick<Item>(from: readonly Item[]): Item {
    return from[Math.floor(this.#chance() * from.length)] as Item;
  }
}

/** Again until it is done: Postgres may be coming back from a crash just now. */
export async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let again = 0; ; again += 1) {
    try {
      return await act();
    } catch (thrown) {
      if (again === 300) throw thrown;
      await sleep(100);
    }
  }
}

export async function wakeNemesis(theatre: Theatre): Promise<Nemesis> {
  const { home } = theatre;
  const engines = await Promise.all([startEngineProcess(home), startEngineProcess(home)]);
  return new Nemesis({ ...theatre, engines });
}
