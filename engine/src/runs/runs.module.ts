import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.ts';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from '../connections/connection-door.ts';
import { ConnectionsModule } from '../connections/connections.module.ts';
import { VERSION_COMPILER, type VersionCompiler } from '../flows/compiled/version-compiler.ts';
import { FLOW_DESK, type FlowDesk } from '../flows/flow-desk.ts';
import { PUBLIC_URL, type PublicUrl } from '../flows/flow-view.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { HookBook } from '../flows/hook-book.ts';
import { PUBLISHED_FLOWS, type PublishedFlows } from '../flows/published-flows.ts';
import { AttemptLimit } from '../identity/attempt-limit.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import { type Duties, dutiesOf } from '../platform/config/duties.ts';
import type { Database } from '../platform/database/database.ts';
import type { Presence } from '../platform/database/presence.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Log } from '../platform/log/log.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  FILES,
  LOG,
  METRICS,
  PRESENCE,
  SECRET_BOX,
  TRACING,
  WAKES,
} from '../platform/nest/tokens.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import type { Wakes } from '../platform/wakes/wakes.ts';
import { SandboxModule } from '../sandbox/sandbox.module.ts';
import { SANDBOX, type Sandbox } from '../sandbox/sandbox.ts';
import { AgainController } from './again/again.controller.ts';
import { AgainBatches } from './again/again-batches.ts';
import { BatchStore } from './again/batch-store.ts';
import { Answers } from './answers.ts';
import { CallbackDesk } from './callbacks/callback-desk.ts';
import { CallbackKeys } from './callbacks/callback-keys.ts';
import { CallbacksController } from './callbacks/callbacks.controller.ts';
import { Dispatcher } from './driving/dispatcher.ts';
import { EffectRunner } from './driving/effect-runner.ts';
import { FlowCalls } from './driving/flow-calls.ts';
import { Places } from './driving/places.ts';
import { PlanLibrary } from './driving/plan-library.ts';
import { RunExecutor } from './driving/run-executor.ts';
import { Waker } from './driving/waker.ts';
import { CompareController } from './looking/compare/compare.controller.ts';
import { CompareDesk } from './looking/compare/compare-desk.ts';
import { EventsController } from './looking/events/events.controller.ts';
import { RunFeed } from './looking/events/run-feed.ts';
import { RunLists } from './looking/run-lists.ts';
import { RunViewer } from './looking/run-viewer.ts';
import { logRuns } from './looking/telemetry/run-log.ts';
import { RunMeters } from './looking/telemetry/run-meters.ts';
import { type RunTelemetry, tellAll } from './looking/telemetry/run-telemetry.ts';
import { RunTracer } from './looking/telemetry/run-tracer.ts';
import { RecordsController } from './records.controller.ts';
import { Responses } from './responses.ts';
import { RunDesk } from './run-desk.ts';
import { RunsController } from './runs.controller.ts';
import { StartRuns } from './start-runs.ts';
import { QueuePlaces } from './starting/queue-places.ts';
import { StartingModule } from './starting/starting.module.ts';
import { StepsController } from './steps.controller.ts';
import { PostgresEngineRolls } from './store/engine-rolls.postgres.ts';
import { RunDays } from './store/run-days.ts';
import { PostgresRunStore } from './store/run-store.postgres.ts';
import type { RunStore } from './store/run-store.ts';
import { RUN_DESK, RUN_LISTS, RUN_STARTER, RUN_VIEWER } from './tokens.ts';

const RUN_STORE = Symbol('RunStore');
const TELEMETRY = Symbol('RunTelemetry');

/** Runs in hand at once, and how long an acceptance waits for a place before its run is left to the sweep. */
const room = { slots: 512, patienceMs: 250 };
/** How often this process looks for due runs and says that it is at work. */
const rhythm = { sweepMs: 500, enlistMs: 5_000 };

/** How those who follow runs live are served. */
const following = { everyMs: 1_000, heartbeatMs: 15_000, lastsMs: 600_000, most: 500 };

@Module({
  imports: [CatalogModule, ConnectionsModule, FlowsModule, SandboxModule, StartingModule],
  // The list of batches stands before the runs, whose ids it would be taken for.
  controllers: [
    AgainController,
    RunsController,
    StepsController,
    RecordsController,
    CompareController,
    EventsController,
    CallbacksController,
  ],
  providers: [
    {
      provide: Responses,
      useFactory: (database: Database) => new Responses(new Answers(database)),
      inject: [DATABASE],
    },
    {
      provide: RUN_STORE,
      useFactory: (database: Database, clock: Clock) => new PostgresRunStore(database, clock),
      inject: [DATABASE, CLOCK],
    },
    {
      provide: RunDays,
      useFactory: (database: Database, { keepRunsDays }: Config, log: Log) =>
        new RunDays(database, {
          keepDays: keepRunsDays,
          complain: (cause) => log.warn('runs.days-not-tended', { cause }),
        }),
      inject: [DATABASE, CONFIG, LOG],
    },
    { provide: RUN_LISTS, useFactory: (database: Database) => new RunLists(database), inject: [DATABASE] },
    {
      provide: PlanLibrary,
      useFactory: (flows: PublishedFlows, compiler: VersionCompiler) => new PlanLibrary(flows, compiler),
      inject: [PUBLISHED_FLOWS, VERSION_COMPILER],
    },
    {
      provide: EffectRunner,
      useFactory: (door: ConnectionDoor, sandbox: Sandbox, files: FileStore, database: Database, clock: Clock) =>
        new EffectRunner({ door, sandbox, files, database, clock }),
      inject: [CONNECTION_DOOR, SANDBOX, FILES, DATABASE, CLOCK],
    },
    Waker,
    {
      provide: CallbackKeys,
      useFactory: (database: Database, box: SecretBox, publicUrl: PublicUrl) =>
        new CallbackKeys(database, box, () => `${publicUrl()}/callbacks`),
      inject: [DATABASE, SECRET_BOX, PUBLIC_URL],
    },
    {
      provide: FlowCalls,
      useFactory: (store: RunStore, flows: PublishedFlows, catalog: Catalog, database: Database, waker: Waker) =>
        new FlowCalls({ store, flows, catalog, database, wake: (runId) => waker.wake(runId) }),
      inject: [RUN_STORE, PUBLISHED_FLOWS, CATALOG, DATABASE, Waker],
    },
    {
      provide: RunExecutor,
      useFactory: (
        store: RunStore,
        plans: PlanLibrary,
        sandbox: Sandbox,
        effects: EffectRunner,
        responses: Responses,
        clock: Clock,
        calls: FlowCalls,
        callbacks: CallbackKeys,
        telemetry: RunTelemetry,
      ) => new RunExecutor({ store, plans, sandbox, effects, responses, clock, calls, callbacks, telemetry }),
      inject: [RUN_STORE, PlanLibrary, SANDBOX, EffectRunner, Responses, CLOCK, FlowCalls, CallbackKeys, TELEMETRY],
    },
    {
      provide: TELEMETRY,
      useFactory: (metrics: Metrics, store: RunStore, log: Log, tracing: Tracing | undefined): RunTelemetry => {
        metrics.gauge('invoicepatch_runs_due', 'Runs that are due and not being driven, up to 10,000.', () =>
          store.countDue(10_000),
        );
        const always = [new RunMeters(metrics), logRuns(log)];
        return tellAll(tracing === undefined ? always : [...always, new RunTracer(tracing)]);
      },
      inject: [METRICS, RUN_STORE, LOG, TRACING],
    },
    {
      provide: Dispatcher,
      useFactory: (
        store: RunStore,
        executor: RunExecutor,
        presence: Presence,
        log: Log,
        database: Database,
        { backlog, role, databaseUrl }: Config,
        waker: Waker,
        wakes: Wakes,
      ) => {
        // The Postgres that comes along is claimed by one engine.
        const rolls = new PostgresEngineRolls(database, { isAlone: databaseUrl === undefined });
        const places = new Places({ ...room, backlog });
        const options = { ...rhythm, drives: dutiesOf(role).drives, countedDue: backlog };
        const dispatcher = new Dispatcher({ store, rolls, executor, places, presence, log, wakes }, options);
        waker.connect((runId) => dispatcher.wake(runId));
        return dispatcher;
      },
      inject: [RUN_STORE, RunExecutor, PRESENCE, LOG, DATABASE, CONFIG, Waker, WAKES],
    },
    {
      provide: RUN_STARTER,
      useFactory: (
        store: RunStore,
        flows: PublishedFlows,
        dispatcher: Dispatcher,
        responses: Responses,
        places: QueuePlaces,
      ) => new StartRuns({ store, flows, dispatcher, responses, places }),
      inject: [RUN_STORE, PUBLISHED_FLOWS, Dispatcher, Responses, QueuePlaces],
    },
    {
      provide: RUN_DESK,
      useFactory: (
        database: Database,
        store: RunStore,
        flows: PublishedFlows,
        dispatcher: Dispatcher,
        responses: Responses,
        calls: FlowCalls,
        places: QueuePlaces,
      ) => new RunDesk({ database, store, flows, dispatcher, responses, calls, places }),
      inject: [DATABASE, RUN_STORE, PUBLISHED_FLOWS, Dispatcher, Responses, FlowCalls, QueuePlaces],
    },
    {
      provide: RUN_VIEWER,
      useFactory: (store: RunStore, plans: PlanLibrary, sandbox: Sandbox, clock: Clock, callbacks: CallbackKeys) =>
        new RunViewer({ store, plans, sandbox, clock, callbacks }),
      inject: [RUN_STORE, PlanLibrary, SANDBOX, CLOCK, CallbackKeys],
    },
    {
      provide: CallbackDesk,
      useFactory: (
        database: Database,
        store: RunStore,
        desk: RunDesk,
        flows: PublishedFlows,
        catalog: Catalog,
        hooks: HookBook,
        keys: CallbackKeys,
        clock: Clock,
        config: Config,
      ) => {
        const limit = new AttemptLimit(clock, { most: config.deliveriesPerMinute, windowMs: 60_000 });
        return new CallbackDesk({ database, store, desk, flows, catalog, hooks, keys, clock, limit });
      },
      inject: [DATABASE, RUN_STORE, RUN_DESK, PUBLISHED_FLOWS, CATALOG, HookBook, CallbackKeys, CLOCK, CONFIG],
    },
    {
      provide: AgainBatches,
      useFactory: (database: Database, lists: RunLists, desk: RunDesk, log: Log) =>
        new AgainBatches({ store: new BatchStore(database), lists, desk, log }),
      inject: [DATABASE, RUN_LISTS, RUN_DESK, LOG],
    },
    {
      provide: RunFeed,
      useFactory: (lists: RunLists, viewer: RunViewer, clock: Clock, metrics: Metrics) => {
        const feed = new RunFeed({ lists, viewer, clock }, following);
        metrics.gauge('invoicepatch_event_streams', 'Pages and scripts that follow runs live.', () => feed.open);
        return feed;
      },
      inject: [RUN_LISTS, RUN_VIEWER, CLOCK, METRICS],
    },
    {
      provide: CompareDesk,
      useFactory: (catalog: Catalog, sandbox: Sandbox, flows: FlowDesk, lists: RunLists, viewer: RunViewer) =>
        new CompareDesk({ catalog, sandbox, flows, lists, viewer }),
      inject: [CATALOG, SANDBOX, FLOW_DESK, RUN_LISTS, RUN_VIEWER],
    },
  ],
  exports: [RUN_STARTER, RUN_LISTS, RUN_VIEWER],
})
export class RunsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #dispatcher: Dispatcher;
  readonly #batches: AgainBatches;

  readonly #feed: RunFeed;
  readonly #days: RunDays;
  readonly #duties: Duties;

  constructor(
    @Inject(Dispatcher) dispatcher: Dispatcher,
    @Inject(AgainBatches) batches: AgainBatches,
    @Inject(RunFeed) feed: RunFeed,
    @Inject(RunDays) days: RunDays,
    @Inject(CONFIG) { role }: Config,
  ) {
    this.#duties = dutiesOf(role);
    this.#days = days;
    this.#dispatcher = dispatcher;
    this.#batches = batches;
    this.#feed = feed;
  }

  async onApplicationBootstrap(): Promise<void> {
    // Who only answers requests leaves the house-keeping to those that work.
    if (this.#duties.drives || this.#duties.starts) this.#days.start();
    await this.#dispatcher.start();
    if (this.#duties.drives) await this.#batches.resume();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#feed.stop();
    await this.#batches.stop();
    await this.#dispatcher.stop(10_000);
    await this.#days.stop();
  }
}
