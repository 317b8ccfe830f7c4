import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../support/api-client.ts';
import { checkBooks, checkJournal } from './checker.ts';
import type { Delivery } from './deliveries.ts';
import { type EngineHome, type EngineProcess, type Harm, startEngineProcess } from './engine-process.ts';
import type { Job, Stage } from './stage.ts';

export interface Trial {
  readonly place: number;
  readonly harm: Harm;
  readonly job: Job;
  readonly delivery: Delivery;
}

export interface Outcome {
  readonly place: number;
  readonly reached: boolean;
  /** The token that replaces the stored one was on its way: nobody has it any more. */
  readonly lockedOut: boolean;
  readonly recoveryMs: number;
  readonly wrongs: readonly string[];
}

/** One engine after the other on the same database: each is killed at its place, and the next one must make good. */
export class Lane {
  readonly #stage: Stage;
  readonly #home: EngineHome;
  #engine: EngineProcess;

  constructor(stage: Stage, home: EngineHome, engine: EngineProcess) {
    this.#stage = stage;
    this.#home = home;
    this.#engine = engine;
  }

  async run({ place, harm, job, delivery }: Trial): Promise<Outcome> {
    if (!this.#engine.isAlive) this.#engine = await startEngineProcess(this.#home);
    await this.#engine.arm(place, harm);
    const first = await this.#deliver(job, delivery).catch(() => undefined);
    const died = harm === 'die' && (await this.#diesOrSettles(first?.body?.runId));
    if (!this.#engine.isAlive) this.#engine = await startEngineProcess(this.#home);
    else if (harm === 'die') await this.#engine.arm();
    const begin = Date.now();
    // A sender that heard nothing sends again; one that was heard may do so as well.
    const second = await this.#deliverAgain(job, delivery);
    const wrongs: string[] = [];
    if (second.status !== 202) wrongs.push(`the second delivery was answered ${second.status}`);
    if (first?.status === 202 && (first.body.runId !== second.body.runId || second.body.duplicate !== true))
      wrongs.push('an accepted delivery was accepted once more, as another run');
    const run = await this.#api().settled(second.body.runId, 60_000);
    const reached = harm === 'die' ? died : (await this.#engine.passed()).length >= place;
    const lockedOut = run.fault?.code === 'connection.refused';
    if (lockedOut) {
      if ((await this.#stage.world.invoices(job)).length > 0) wrongs.push('a locked-out run has written');
      return { place, reached, lockedOut, recoveryMs: Date.now() - begin, wrongs };
    }
    if (run.status !== 'succeeded') wrongs.push(`the run is ${run.status}: ${JSON.stringify(run.fault)}`);
    wrongs.push(...(await checkBooks(this.#stage.world, job, [delivery])));
    wrongs.push(...(await checkJournal(this.#home.databaseUrl, run.id)));
    return { place, reached, lockedOut, recoveryMs: Date.now() - begin, wrongs };
  }

  async close(): Promise<void> {
    await this.#engine.kill();
  }

  #api(): ApiClient {
    return new ApiClient(this.#engine.url, this.#stage.token);
  }

  #deliver(job: Job, delivery: Delivery) {
    return this.#api().post(job.hook, delivery.body, { 'idempotency-key': delivery.id });
  }

  /** An engine whose connections were just cut answers 5xx for a moment, and senders come again. */
  async #deliverAgain(job: Job, delivery: Delivery) {
    const until = Date.now() + 10_000;
    for (;;) {
      const answer = await this.#deliver(job, delivery);
      if (answer.status < 500 || Date.now() > until) return answer;
      await sleep(200);
    }
  }

  /** `false`: the run came to its end without passing the place. */
  async #diesOrSettles(runId: string | undefined): Promise<boolean> {
    const ended = this.#engine.ended().then(() => true);
    if (runId === undefined) return ended;
    const settled = this.#api()
      .settled(runId)
      // The last places come after the commit that settles it.
      .then(() => sleep(100))
      .then(() => !this.#engine.isAlive);
    return Promise.race([ended, settled.catch(() => ended)]);
  }
}

export async function openLane(stage: Stage): Promise<Lane> {
  const home = await stage.makeHome();
  return new Lane(stage, home, await startEngineProcess(home));
}
