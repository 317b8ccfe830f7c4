import { join } from 'node:path';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CatalogModule } from '../catalog/catalog.module.ts';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from '../connections/connection-door.ts';
import { ConnectionsModule } from '../connections/connections.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { HookBook } from '../flows/hook-book.ts';
import { PUBLISHED_FLOWS, type PublishedFlows } from '../flows/published-flows.ts';
import { AttemptLimit } from '../identity/attempt-limit.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import { dutiesOf } from '../platform/config/duties.ts';
import type { Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Log } from '../platform/log/log.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import { CLOCK, CONFIG, DATABASE, FILES, LOG, METRICS } from '../platform/nest/tokens.ts';
import { requestCounterOf } from '../platform/web/count-requests.ts';
import { hookBytesOf } from '../platform/web/read-body.ts';
import type { RunStarter } from '../runs/run-starter.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { RUN_STARTER } from '../runs/tokens.ts';
import { DueTriggers } from './due-triggers.ts';
import { FilesController } from './files.controller.ts';
import { HookDesk } from './hook-desk.ts';
import { openHookLane } from './hook-lane.ts';
import { HooksController } from './hooks.controller.ts';
import { InboxWatcher } from './inbox/inbox-watcher.ts';
import { KeyedStarts } from './keyed-starts.ts';
import { ManualStarts } from './manual-starts.ts';
import { PlatformEvents } from './platform-events.ts';
import { Repeater } from './repeater.ts';
import { StartsController } from './starts.controller.ts';
import { TriggerClock } from './trigger-clock.ts';

const REPEATERS = Symbol('Repeaters');

@Module({
  imports: [CatalogModule, ConnectionsModule, FlowsModule, RunsModule],
  controllers: [HooksController, StartsController, FilesController],
  providers: [
    {
      provide: KeyedStarts,
      useFactory: (runs: RunStarter, database: Database) => new KeyedStarts(runs, database),
      inject: [RUN_STARTER, DATABASE],
    },
    {
      provide: HookDesk,
      useFactory: (
        hooks: HookBook,
        flows: PublishedFlows,
        catalog: Catalog,
        files: FileStore,
        runs: RunStarter,
        keyed: KeyedStarts,
        clock: Clock,
        config: Config,
      ) => {
        const limit = new AttemptLimit(clock, { most: config.deliveriesPerMinute, windowMs: 60_000 });
        return new HookDesk({
          hooks,
          flows,
          catalog,
          files,
          runs,
          keyed,
          limit,
          clock,
          deliveryBytes: config.deliveryBytes,
        });
      },
      inject: [HookBook, PUBLISHED_FLOWS, CATALOG, FILES, RUN_STARTER, KeyedStarts, CLOCK, CONFIG],
    },
    {
      provide: ManualStarts,
      useFactory: (
        flows: PublishedFlows,
        catalog: Catalog,
        files: FileStore,
        runs: RunStarter,
        keyed: KeyedStarts,
        clock: Clock,
      ) => new ManualStarts({ flows, catalog, files, runs, keyed, clock }),
      inject: [PUBLISHED_FLOWS, CATALOG, FILES, RUN_STARTER, KeyedStarts, CLOCK],
    },
    {
      provide: TriggerClock,
      useFactory: (
        flows: PublishedFlows,
        catalog: Catalog,
        door: ConnectionDoor,
        runs: RunStarter,
        database: Database,
        clock: Clock,
        log: Log,
      ) => new TriggerClock({ flows, catalog, door, runs, rows: new DueTriggers(database), clock, log }),
      inject: [PUBLISHED_FLOWS, CATALOG, CONNECTION_DOOR, RUN_STARTER, DATABASE, CLOCK, LOG],
    },
    {
      provide: PlatformEvents,
      useFactory: (database: Database, flows: PublishedFlows, catalog: Catalog, runs: RunStarter, log: Log) =>
        new PlatformEvents({ database, flows, catalog, runs, log }),
      inject: [DATABASE, PUBLISHED_FLOWS, CATALOG, RUN_STARTER, LOG],
    },
    {
      provide: InboxWatcher,
      useFactory: (
        config: Config,
        database: Database,
        catalog: Catalog,
        files: FileStore,
        runs: RunStarter,
        clock: Clock,
        log: Log,
      ) => new InboxWatcher({ folder: join(config.dataDir, 'inbox'), database, catalog, files, runs, clock, log }),
      inject: [CONFIG, DATABASE, CATALOG, FILES, RUN_STARTER, CLOCK, LOG],
    },
    {
      provide: REPEATERS,
      useFactory: (config: Config, clock: TriggerClock, inbox: InboxWatcher, events: PlatformEvents, log: Log) =>
        // A process that only answers requests or drives runs leaves the clock to others.
        !dutiesOf(config.role).starts
          ? []
          : [
              new Repeater({ name: 'clock', everyMs: 1_000, work: (signal) => clock.tick(signal) }, log),
              new Repeater({ name: 'events', everyMs: 1_000, work: (signal) => events.tell(signal) }, log),
              new Repeater({ name: 'inbox', everyMs: 2_000, work: (signal) => inbox.scan(signal) }, log),
            ],
      inject: [CONFIG, TriggerClock, InboxWatcher, PlatformEvents, LOG],
    },
  ],
})
export class TriggersModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #repeaters: readonly Repeater[];
  readonly #openLane: () => void;

  constructor(
    @Inject(REPEATERS) repeaters: readonly Repeater[],
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(HookDesk) desk: HookDesk,
    @Inject(CONFIG) config: Config,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOG) log: Log,
  ) {
    this.#repeaters = repeaters;
    const counter = requestCounterOf(metrics, log);
    const lane = { desk, counter, log, limitBytes: hookBytesOf(config) };
    this.#openLane = () => {
      if (dutiesOf(config.role).serves) openHookLane(host.httpAdapter.getHttpServer(), lane);
    };
  }

  onApplicationBootstrap(): void {
    this.#openLane();
    for (const repeater of this.#repeaters) repeater.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#repeaters.map((repeater) => repeater.stop()));
  }
}
