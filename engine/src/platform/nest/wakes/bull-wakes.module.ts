import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Queue, type RedisOptions, Worker } from 'bullmq';
import type { Log } from '../../log/log.ts';
import { BullWakes, type WakeJob } from '../../wakes/wakes.bull.ts';
import { LOG, WAKES } from '../tokens.ts';

export const wakeQueue = 'invoicepatch-wakes';

/** How to reach Redis; it is tried again for as long as it is away. */
export function toRedis(url: string): RedisOptions {
  return { url, connectionName: 'invoicepatch', retryStrategy: (times) => Math.min(times * 100, 2_000) };
}

export function openWakeWorker(url: string, hear: (job: WakeJob) => Promise<void>): Worker<WakeJob> {
  const connection = { ...toRedis(url), maxRetriesPerRequest: null };
  return new Worker<WakeJob>(wakeQueue, async ({ data }) => hear(data), { connection, concurrency: 4 });
}

/** Loaded where `REDIS_URL` is set, and nowhere else. */
@Module({})
export class BullWakesModule {
  static of(url: string): DynamicModule {
    return {
      module: BullWakesModule,
      global: true,
      imports: [
        BullModule.forRoot({ connection: { ...toRedis(url), maxRetriesPerRequest: 1 } }),
        BullModule.registerQueue({ name: wakeQueue }),
      ],
      providers: [
        {
          provide: WAKES,
          useFactory: (queue: Queue<WakeJob>, log: Log) =>
            new BullWakes({ queue, log, openWorker: (hear) => openWakeWorker(url, hear) }),
          inject: [getQueueToken(wakeQueue), LOG],
        },
      ],
      exports: [WAKES],
    };
  }
}
