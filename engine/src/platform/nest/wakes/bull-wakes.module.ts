import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { type Queue, type RedisOptions, Worker } from 'bullmq';
import type { Log } from '../../log/log.ts';
import { BullWakes, type WakeJob, type Wanted } from '../../wakes/wakes.bull.ts';
import { LOG, WAKES } from '../tokens.ts';

export const wakeQueue = 'invoicepatch-wakes';

/** How to reach Redis; it is tried again for as long as it is away and wanted. */
export function toRedis(url: string, wanted: Wanted): RedisOptions {
  const retryStrategy = (times: number) => (wanted.isOver ? null : Math.min(times * 100, 2_000));
  return { url, connectionName: 'invoicepatch', retryStrategy };
}

export function openWakeWorker(redis: RedisOptions, hear: (job: WakeJob) => Promise<void>): Worker<WakeJob> {
  const connection = { ...redis, maxRetriesPerRequest: null };
  return new Worker<WakeJob>(wakeQueue, async ({ data }) => hear(data), { connection, concurrency: 4 });
}

/** Loaded where `REDIS_URL` is set, and nowhere else. */
@Module({})
export class BullWakesModule {
  static of(url: string): DynamicModule {
    const wanted: Wanted = { isOver: false };
    const redis = toRedis(url, wanted);
    return {
      module: BullWakesModule,
      global: true,
      imports: [
        BullModule.forRoot({ connection: { ...redis, maxRetriesPerRequest: 1 } }),
        BullModule.registerQueue({ name: wakeQueue }),
      ],
      providers: [
        {
          provide: WAKES,
          useFactory: (queue: Queue<WakeJob>, log: Log) =>
            new BullWakes({ queue, log, wanted, openWorker: (hear) => openWakeWorker(redis, hear) }),
          inject: [getQueueToken(wakeQueue), LOG],
        },
      ],
      exports: [WAKES],
    };
  }
}
