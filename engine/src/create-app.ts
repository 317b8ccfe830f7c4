import { fileURLToPath } from 'node:url';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, features } from './app.module.ts';
import { Closers, openPlatform } from './open-platform.ts';
import type { Config } from './platform/config/config.ts';
import { dutiesOf } from './platform/config/duties.ts';
import type { Log } from './platform/log/log.ts';
import { Origin } from './platform/nest/origin.ts';
import type { Platform } from './platform/nest/platform.module.ts';
import { PostgresWakesModule } from './platform/nest/wakes/postgres-wakes.module.ts';
import { openWeb } from './platform/nest/web-server.ts';
import { hookBytesOf } from './platform/web/read-body.ts';

export interface AppOptions {
  readonly log: Log;
  /** In place of the real ones: a clock that stands, files in memory. */
  readonly overrides?: Partial<Platform>;
  /** In place of all of them. */
  readonly features?: readonly Type[];
}

export interface RunningApp {
  /** Where it listens on this machine, without a trailing slash. */
  readonly url: string;
  readonly platform: Platform;
  readonly nest: NestFastifyApplication;
  /** Ends what is running in good order, the database last. */
  close(): Promise<void>;
}

const designerDir = fileURLToPath(new URL('../../designer/dist', import.meta.url));

/** An address to reach it at: 0.0.0.0 and :: mean every address of this machine, and are none themselves. */
function toUrl(host: string, port: number): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

async function listen(nest: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await nest.listen(port, host);
  const address: unknown = nest.getHttpServer().address();
  const actual = typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : port;
  return toUrl(host, actual);
}

/** BullMQ and its client are loaded where Redis is named, and nowhere else. */
async function findWakes({ redisUrl }: Config): Promise<DynamicModule> {
  if (redisUrl === undefined) return PostgresWakesModule.of();
  const { BullWakesModule } = await import('./platform/nest/wakes/bull-wakes.module.ts');
  return BullWakesModule.of(redisUrl);
}

async function openNest(platform: Platform, wanted: readonly Type[]): Promise<NestFastifyApplication> {
  const { config, metrics, log } = platform;
  const adapter = await openWeb({
    publicUrl: config.publicUrl,
    serves: dutiesOf(config.role).serves,
    designerDir,
    hookBytes: hookBytesOf(config),
    metrics,
    log,
  });
  const options = { bodyParser: false, logger: false as const, abortOnError: false };
  return NestFactory.create<NestFastifyApplication>(
    AppModule.of(platform, [await findWakes(config), ...wanted]),
    adapter,
    options,
  );
}

/** A whole engine in this process: database, routes, work. Several can live side by side. */
export async function createApp(config: Config, options: AppOptions): Promise<RunningApp> {
  const closers = new Closers();
  try {
    const platform = { ...(await openPlatform(config, options.log, closers)), ...options.overrides };
    const nest = await openNest(platform, options.features ?? features);
    closers.add(() => nest.close());
    const url = await listen(nest, config);
    nest.get(Origin).set(url);
    return { url, platform, nest, close: () => closers.close() };
  } catch (failure) {
    await closers.close();
    throw failure;
  }
}
