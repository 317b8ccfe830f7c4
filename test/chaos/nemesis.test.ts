import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startRedis, type TestRedis, tellRedisIsMissing } from '../support/servers/redis-server.ts';
import { openChance, tellTrials, toSeed } from './chance.ts';
import { ask, checkBooks, checkJournal, listRuns } from './checker.ts';
import { type Delivery, toDelivery } from './deliveries.ts';
import { Ledger } from './ledger.ts';
import { insist, type Nemesis, wakeNemesis } from './nemesis.ts';
import { type OwnPostgres, openOwnPostgres } from './own-postgres.ts';
import { type Stage, setStage } from './stage.ts';

const { CHAOS_SECONDS, CHAOS_SEED } = process.env;
const stormMs = Number(CHAOS_SECONDS ?? 8) * 1_000;
/** QuickBooks allows ten requests a second to a company, and a delivery takes about eight. */
const betweenMs = 1_500;
const settleMs = 90_000;
const seed = toSeed(CHAOS_SEED);
let postgres: OwnPostgres;
let stage: Stage;
let nemesis: Nemesis | undefined;
let redis: TestRedis | undefined;

beforeAll(async () => {
  postgres = await openOwnPostgres();
  stage = await setStage(4, postgres);
}, 120_000);
afterAll(async () => {
  await nemesis?.close();
  await redis?.stop();
  await insist(() => stage.close());
  await postgres.close();
}, 60_000);

async function waitUntilSettled(databaseUrl: string): Promise<void> {
  const until = Date.now() + settleMs;
  while (Date.now() < until) {
    const [row] = await insist(() =>
      ask<{ open: string }>(databaseUrl, "SELECT count(*) AS open FROM open_runs WHERE status <> 'needs-person'"),
    );
    if (row?.open === '0') return;
    await sleep(100);
  }
}

test(
  'two engines that are killed and cut off, a Postgres that crashes, and a QuickBooks in bad weather, lose nothing and repeat nothing',
  async () => {
    const chance = openChance(seed);
    redis = await startRedis();
    if (redis === undefined) tellRedisIsMissing();
    const home = await stage.makeHome(redis === undefined ? {} : { settings: { REDIS_URL: redis.url } });
    const raging = await wakeNemesis({ stage, home, postgres, chance, redis });
    nemesis = raging;
    const ledger = new Ledger(() => raging.url(), chance);
    const sent: Delivery[][] = stage.jobs.map((_, index) => [toDelivery(index)]);
    // Each connection gets its token in calm: what a crash in between does is the crash points' business.
    await Promise.all(stage.jobs.map((job, index) => ledger.send(job, toDelivery(index))));
    await waitUntilSettled(home.databaseUrl);

    const over = AbortSignal.timeout(stormMs);
    const load = stage.jobs.map(async (job, index) => {
      const sending: Promise<void>[] = [];
      for (let number = index + stage.jobs.length; !over.aborted; number += stage.jobs.length) {
        const delivery = toDelivery(number);
        sent[index]?.push(delivery);
        sending.push(ledger.send(job, delivery));
        await sleep(betweenMs);
      }
      await Promise.all(sending);
    });
    await raging.rage(over);
    await Promise.all(load);
    const calm = Date.now();
    await waitUntilSettled(home.databaseUrl);
    const settledMs = Date.now() - calm;

    const runs = await listRuns(home.databaseUrl);
    const deliveries = sent.flat();
    const runIds = deliveries.flatMap(({ id }) => [...(ledger.accepted.get(id) ?? [])]);
    const bad = runs.filter(({ status }) => status !== 'succeeded');
    const repetitions = (await Promise.all(runs.map(({ id }) => checkJournal(home.databaseUrl, id)))).flat();
    const books = (await Promise.all(stage.jobs.map((job, at) => checkBooks(stage.world, job, sent[at] ?? [])))).flat();

    const { kills, postgresCrashes, pauses, cutConnections, badWeather, redisEmptied, redisStopped } = raging.harm;
    const told = tellTrials(bad.length + books.length + repetitions.length, deliveries.length);
    writeSync(
      2,
      `  nemesis: ${told}; seed ${seed}; ${stormMs / 1_000} s with ${kills} engines killed, Postgres crashed ${postgresCrashes} times, ${pauses} paused, ${cutConnections} connections cut, ${badWeather} changes of weather, Redis emptied ${redisEmptied} times and stopped ${redisStopped} times, ${ledger.unheard} deliveries unheard, ${ledger.duplicates} duplicates; settled ${settledMs} ms later\n`,
    );
    expect(bad).toEqual([]);
    expect(runIds.sort()).toEqual(runs.map(({ id }) => id).sort());
    expect(books).toEqual([]);
    expect(repetitions).toEqual([]);
    expect(kills).toBeGreaterThan(0);
    expect(postgresCrashes).toBeGreaterThan(0);
  },
  stormMs + 300_000,
);
