import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.ts';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from '../connections/connection-door.ts';
import { ConnectionsModule } from '../connections/connections.module.ts';
import { PUBLIC_URL, type PublicUrl } from '../flows/flow-view.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { HookBook } from '../flows/hook-book.ts';
import { PUBLISHED_FLOWS, type PublishedFlows } from '../flows/published-flows.ts';
import { AttemptLimit } from '../identity/attempt-limit.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/database/database.ts';
import type { Presence } from '../platform/database/presence.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Log } from '../platform/log/log.ts';
import { CLOCK, CONFIG, DATABASE, FILES, LOG, PRESENCE } from '../platform/nest/tokens.ts';
import { SandboxModule } from '../sandbox/sandbox.module.ts';
import { SANDBOX, type Sandbox } from '../sandbox/sandbox.ts';
import { CallbackDesk } from './callbacks/callback-desk.ts';
import { CallbacksController } from './callbacks/callbacks.controller.ts';
import { Dispatcher } from './driving/dispatcher.ts';
import { EffectRunner } from './driving/effect-runner.ts';
import { FlowCalls } from './driving/flow-calls.ts';
import { PlanLibrary } from './driving/plan-library.ts';
import { RunExecutor } from './driving/run-executor.ts';
import { Waker } from './driving/waker.ts';
import { RunLists } from './looking/run-lists.ts';
import { RunViewer } from './looking/run-viewer.ts';
import { RecordsController } from './records.controller.ts';
import { Responses } from './responses.ts';
import { RunDesk } from './run-desk.ts';
import { RunsController } from './runs.controller.ts';
import { StartRuns } from './start-runs.ts';
import { StepsController } from './steps.controller.ts';
import { PostgresRunStore } from './store/run-store.postgres.ts';
import type { RunStore } from './store/run-store.ts';
import { RUN_DESK, RUN_LISTS, RUN_STARTER, RUN_VIEWER } from './tokens.ts';

const RUN_STORE = Symbol('RunStore');

/** Runs driven at once, and how often this process looks for due ones and says that it is alive. */
const dispatching = { slots: 16, sweepMs: 1_000, renewMs: 5_000 };

@Module({
  imports: [CatalogModule, ConnectionsModule, FlowsModule, SandboxModule],
  controllers: [RunsController, StepsController, RecordsController, CallbacksController],
  providers: [
    Responses,
    { provide: RUN_STORE, useFactory: (database: Database) => new PostgresRunStore(database), inject: [DATABASE] },
    { provide: RUN_LISTS, useFactory: (database: Database) => new RunLists(database), inject: [DATABASE] },
    {
      provide: PlanLibrary,
      useFactory: (flows: PublishedFlows, catalog: Catalog, sandbox: Sandbox) =>
        new PlanLibrary(flows, catalog, sandbox),
      inject: [PUBLISHED_FLOWS, CATALOG, SANDBOX],
    },
    {
      provide: EffectRunner,
      useFactory: (door: ConnectionDoor, sandbox: Sandbox, files: FileStore, database: Database, clock: Clock) =>
        new EffectRunner({ door, sandbox, files, database, clock }),
      inject: [CONNECTION_DOOR, SANDBOX, FILES, DATABASE, CLOCK],
    },
    Waker,
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
        publicUrl: PublicUrl,
      ) => {
        const callbacksUrl = () => `${publicUrl()}/callbacks`;
        return new RunExecutor({ store, plans, sandbox, effects, responses, clock, calls, callbacksUrl });
      },
      inject: [RUN_STORE, PlanLibrary, SANDBOX, EffectRunner, Responses, CLOCK, FlowCalls, PUBLIC_URL],
    },
    {
      provide: Dispatcher,
      useFactory: (store: RunStore, executor: RunExecutor, presence: Presence, log: Log, waker: Waker) => {
        const dispatcher = new Dispatcher({ store, executor, presence, log }, dispatching);
        waker.connect((runId) => dispatcher.wake(runId));
        return dispatcher;
      },
      inject: [RUN_STORE, RunExecutor, PRESENCE, LOG, Waker],
    },
    {
      provide: RUN_STARTER,
      useFactory: (store: RunStore, flows: PublishedFlows, dispatcher: Dispatcher, responses: Responses) =>
        new StartRuns({ store, flows, dispatcher, responses }),
      inject: [RUN_STORE, PUBLISHED_FLOWS, Dispatcher, Responses],
    },
    {
      provide: RUN_DESK,
      useFactory: (
        database: Database,
        store: RunStore,
        flows: PublishedFlows,
        dispatcher: Dispatcher,
        responses: Responses,
      ) => new RunDesk({ database, store, flows, dispatcher, responses }),
      inject: [DATABASE, RUN_STORE, PUBLISHED_FLOWS, Dispatcher, Responses],
    },
    {
      provide: RUN_VIEWER,
      useFactory: (store: RunStore, plans: PlanLibrary, sandbox: Sandbox, clock: Clock, publicUrl: PublicUrl) =>
        new RunViewer({ store, plans, sandbox, clock, callbacksUrl: () => `${publicUrl()}/callbacks` }),
      inject: [RUN_STORE, PlanLibrary, SANDBOX, CLOCK, PUBLIC_URL],
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
        clock: Clock,
        config: Config,
      ) => {
        const limit = new AttemptLimit(clock, { most: config.deliveriesPerMinute, windowMs: 60_000 });
        return new CallbackDesk({ database, store, desk, flows, catalog, hooks, clock, limit });
      },
      inject: [DATABASE, RUN_STORE, RUN_DESK, PUBLISHED_FLOWS, CATALOG, HookBook, CLOCK, CONFIG],
    },
  ],
  exports: [RUN_STARTER, RUN_LISTS, RUN_VIEWER],
})
export class RunsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #dispatcher: Dispatcher;

  constructor(@Inject(Dispatcher) dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#dispatcher.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#dispatcher.stop(10_000);
  }
}
