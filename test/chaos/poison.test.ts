import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { checkBooks, checkJournal, listRuns, type RunLine } from './checker.ts';
import { type Delivery, toDelivery } from './deliveries.ts';
import { type EngineHome, type EngineProcess, startEngineProcess } from './engine-process.ts';
import { type Job, type Stage, setStage } from './stage.ts';

let stage: Stage;
let supervisor: Supervisor | undefined;

beforeAll(async () => {
  stage = await setStage(2);
}, 60_000);
afterAll(async () => {
  await supervisor?.stop();
  await stage.close();
}, 60_000);

const ofDelivery = (runs: readonly RunLine[], { id }: Delivery) => runs.find((run) => run.key.includes(id));

/** Keeps an engine running, as whoever operates it does. */
class Supervisor {
  deaths = 0;
  readonly #home: EngineHome;
  #engine: EngineProcess | undefined;

  constructor(home: EngineHome) {
    this.#home = home;
  }

  async engine(): Promise<EngineProcess> {
    while (this.#engine?.isAlive !== true) {
      if (this.#engine !== undefined) this.deaths += 1;
      this.#engine = await startEngineProcess(this.#home);
    }
    return this.#engine;
  }

  async deliver(job: Job, { id, body }: Delivery): Promise<void> {
    for (;;) {
      const api = new ApiClient((await this.engine()).url);
      const answer = await api.post(job.hook, body, { 'idempotency-key': id }).catch(() => undefined);
      if (answer?.status === 202) return;
    }
  }

  async stop(): Promise<void> {
    await this.#engine?.kill();
  }
}

test('a run that kills its engine each time is set aside after five deaths, and its neighbours go on', async () => {
  const [own, theirs] = stage.jobs;
  if (own === undefined || theirs === undefined) throw new Error('The stage has two jobs.');
  const poison = toDelivery(6_666);
  const healthy = [toDelivery(1), toDelivery(2), toDelivery(3)];
  // Slow enough that no neighbour ends before the next death.
  await stage.world.setWeather(theirs, { delayMs: 1_000 });
  const home = await stage.makeHome({ poison: poison.client });
  supervisor = new Supervisor(home);

  for (const delivery of healthy) await supervisor.deliver(theirs, delivery);
  await supervisor.deliver(own, poison);
  const until = Date.now() + 120_000;
  let runs = await listRuns(home.databaseUrl);
  while (!runs.every(({ status }) => status === 'succeeded' || status === 'failed') && Date.now() < until) {
    await supervisor.engine();
    await sleep(100);
    runs = await listRuns(home.databaseUrl);
  }

  expect(ofDelivery(runs, poison)).toMatchObject({
    status: 'failed',
    fault: { code: 'run.quarantined' },
    crashes: 5,
  });
  for (const delivery of healthy) expect(ofDelivery(runs, delivery)).toMatchObject({ status: 'succeeded' });
  expect(supervisor.deaths).toBe(5);
  expect(await checkBooks(stage.world, theirs, healthy)).toEqual([]);
  expect((await Promise.all(runs.map(({ id }) => checkJournal(home.databaseUrl, id)))).flat()).toEqual([]);
}, 180_000);
