import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { startRedis, type TestRedis, tellRedisIsMissing } from '../../../../test/support/servers/redis-server.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { openWakeWorker, toRedis, wakeQueue } from '../nest/wakes/bull-wakes.module.ts';
import { BullWakes, type WakeJob } from './wakes.bull.ts';
import { PostgresWakes } from './wakes.postgres.ts';
import type { Wakes } from './wakes.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 1_000; tries += 1) await sleep(10);
}

interface House {
  open(): Promise<Wakes>;
  /** Whatever was on its way is gone. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

async function postgresHouse(): Promise<House> {
  const home: TestDatabase = await createTestDatabase();
  const databases: Database[] = [];
  return {
    open: async () => {
      const database = await openDatabase({ url: home.url, poolSize: 3 });
      databases.push(database);
      return new PostgresWakes(database);
    },
    lose: () =>
      databases[0]
        ?.asSystem((sql) =>
          sql.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'invoicepatch changes' AND datname = current_database()",
          ),
        )
        .then(
          () => undefined,
          () => undefined,
        ) ?? Promise.resolve(),
    close: async () => {
      for (const database of databases) await database.close();
      await home.drop();
    },
  };
}

async function redisHouse(redis: TestRedis): Promise<House> {
  const open = async () => {
    const wanted = { isOver: false };
    const way = toRedis(redis.url, wanted);
    const queue = new Queue<WakeJob>(wakeQueue, { connection: { ...way, maxRetriesPerRequest: 1 } });
    return new BullWakes({ queue, log: silent, wanted, openWorker: (hear) => openWakeWorker(way, hear) });
  };
  return { open, lose: () => redis.flush(), close: () => redis.stop() };
}

const redis = await startRedis();
if (redis === undefined) tellRedisIsMissing();
const houses: readonly (readonly [string, () => Promise<House>])[] = [
  ['Postgres', postgresHouse],
  ...(redis === undefined ? [] : [['Redis', () => redisHouse(redis)] as const]),
];

describe.each(houses)('wakes by %s', (_, openHouse) => {
  let house: House;
  let caller: Wakes;
  let hearer: Wakes;
  const heard = new Set<string>();

  beforeAll(async () => {
    house = await openHouse();
    [caller, hearer] = [await house.open(), await house.open()];
    hearer.listen((ids) => {
      for (const id of ids) heard.add(id);
    });
    // Listening begins a moment after it was asked for.
    for (let tries = 0; heard.size === 0 && tries < 200; tries += 1) {
      caller.call(randomUUID());
      await sleep(50);
    }
  });
  afterAll(async () => {
    await Promise.all([caller.close(), hearer.close()]);
    await house.close();
  });

  test('what one process calls another one hears, a flood of it as well', async () => {
    const ids = Array.from({ length: 3_000 }, () => randomUUID());

    for (const id of ids) caller.call(id);
    await until(() => ids.every((id) => heard.has(id)));

    expect(ids.filter((id) => !heard.has(id))).toEqual([]);
  });

  test('after everything on its way was lost, calls are heard again', async () => {
    await house.lose();
    let last = randomUUID();
    for (let tries = 0; !heard.has(last) && tries < 100; tries += 1) {
      last = randomUUID();
      caller.call(last);
      await until(() => heard.has(last)).catch(() => undefined);
    }

    expect(heard.has(last)).toBe(true);
  });
});

if (redis !== undefined) {
  test('a Redis that is gone holds nobody up: calls return, and closing ends', async () => {
    const gone = await startRedis();
    if (gone === undefined) throw new Error('It was there a moment ago.');
    const wakes = await (await redisHouse(gone)).open();
    wakes.listen(() => undefined);
    await gone.stop();

    for (let at = 0; at < 20_000; at += 1) wakes.call(randomUUID());

    await expect(wakes.close()).resolves.toBeUndefined();
  });
}
