import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CATALOG, type Catalog } from '../../engine/src/catalog/catalog.ts';
import { type Clock, systemClock } from '../../engine/src/platform/clock/clock.ts';
import type { Database } from '../../engine/src/platform/database/database.ts';
import { openDatabase } from '../../engine/src/platform/database/open-database.ts';
import { GuardedHttp } from '../../engine/src/platform/http/guarded-http.ts';
import { EdgeModule } from '../../engine/src/platform/nest/edge.module.ts';
import { Origin } from '../../engine/src/platform/nest/origin.ts';
import { CLOCK, CONFIG, DATABASE, GUARDED_HTTP, LOG, SECRET_BOX } from '../../engine/src/platform/nest/tokens.ts';
import { DataKeys } from '../../engine/src/platform/secrets/data-keys.ts';
import { LocalMasterKey } from '../../engine/src/platform/secrets/master-key.local.ts';
import { SecretBox } from '../../engine/src/platform/secrets/secret-box.ts';
import { createTestDatabase } from './test-postgres.ts';

export interface TestAppOptions {
  readonly imports: readonly Type[];
  readonly clock?: Clock;
  readonly catalog?: Catalog;
  readonly config?: Record<string, unknown>;
  /** `host:port` each, reachable although they are on this machine. */
  readonly egressAllow?: readonly string[];
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly facts: Record<string, unknown> | undefined;
}

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly lines: readonly LogLine[];
  readonly url: string;
  close(): Promise<void>;
}

const emptyCatalog: Catalog = {
  find: () => undefined,
  listNodes: () => [],
  listConnectors: () => [],
  findConnector: () => undefined,
};

function memoryLog(lines: LogLine[]) {
  const write = (level: LogLine['level']) => (event: string, facts?: Record<string, unknown>) =>
    void lines.push({ level, event, facts });
  const log = { info: write('info'), warn: write('warn'), error: write('error'), child: () => log };
  return log;
}

/** The given features on a real database of their own, listening on a real port. */
export async function startTestApp(options: TestAppOptions): Promise<TestApp> {
  const home = await createTestDatabase();
  const database = await openDatabase({ url: home.url, poolSize: 10 });
  const clock = options.clock ?? systemClock;
  const guarded = new GuardedHttp({ egressAllow: options.egressAllow ?? [] });
  const lines: LogLine[] = [];
  const ground = new Map<symbol, unknown>([
    [DATABASE, database],
    [CLOCK, clock],
    [CONFIG, { publicUrl: undefined, ...options.config }],
    [LOG, memoryLog(lines)],
    [SECRET_BOX, new SecretBox(new DataKeys(database, new LocalMasterKey(randomBytes(32)), clock))],
    [GUARDED_HTTP, guarded],
    [CATALOG, options.catalog ?? emptyCatalog],
  ]);

  class Ground {}
  const groundModule: DynamicModule = {
    module: Ground,
    global: true,
    providers: [...ground].map(([provide, useValue]) => ({ provide, useValue })),
    exports: [...ground.keys()],
  };
  @Module({ imports: [groundModule, EdgeModule, ...options.imports] })
  class Root {}

  const adapter = new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(Root, adapter, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  app.get(Origin).set(url);
  const close = async () => {
    await guarded.close();
    await app.close();
    await database.close();
    await home.drop();
  };
  return { app, database, lines, url, close };
}
