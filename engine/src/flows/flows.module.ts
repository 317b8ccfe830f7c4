import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.ts';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/database/database.ts';
import { Origin } from '../platform/nest/origin.ts';
import { CLOCK, CONFIG, DATABASE, SECRET_BOX } from '../platform/nest/tokens.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { SandboxModule } from '../sandbox/sandbox.module.ts';
import { SANDBOX, type Sandbox } from '../sandbox/sandbox.ts';
import { CompiledPrograms } from './compiled/compiled-programs.ts';
import { FlowPublishing } from './compiled/flow-publishing.ts';
import { VERSION_COMPILER, VersionCompiler } from './compiled/version-compiler.ts';
import { FlowChecker } from './flow-checker.ts';
import { FLOW_DESK, FlowDesk } from './flow-desk.ts';
import { FlowLists } from './flow-lists.ts';
import { FlowStore } from './flow-store.ts';
import { FlowVersionsController } from './flow-versions.controller.ts';
import { PUBLIC_URL, type PublicUrl } from './flow-view.ts';
import { FlowsController } from './flows.controller.ts';
import { HookBook } from './hook-book.ts';
import { Publisher } from './publication.ts';
import { PostgresPublishedFlows } from './published-flows.postgres.ts';
import { PUBLISHED_FLOWS } from './published-flows.ts';
import { FlowTests } from './tests/flow-tests.ts';
import { TestStore } from './tests/test-store.ts';
import { TestsController } from './tests/tests.controller.ts';
import { FlowTypes } from './typing/flow-types.ts';

@Module({
  imports: [CatalogModule, SandboxModule],
  controllers: [FlowsController, FlowVersionsController, TestsController],
  providers: [
    {
      provide: PUBLISHED_FLOWS,
      useFactory: (database: Database) => new PostgresPublishedFlows(database),
      inject: [DATABASE],
    },
    { provide: FlowTypes, useFactory: (catalog: Catalog) => new FlowTypes(catalog), inject: [CATALOG] },
    {
      provide: FlowChecker,
      useFactory: (catalog: Catalog, sandbox: Sandbox, database: Database, types: FlowTypes) =>
        new FlowChecker(catalog, { sandbox, database, types }),
      inject: [CATALOG, SANDBOX, DATABASE, FlowTypes],
    },
    {
      provide: FlowTests,
      useFactory: (catalog: Catalog, sandbox: Sandbox, database: Database) =>
        new FlowTests(new TestStore(database), { catalog, sandbox }),
      inject: [CATALOG, SANDBOX, DATABASE],
    },
    {
      provide: VERSION_COMPILER,
      useFactory: (catalog: Catalog, sandbox: Sandbox, database: Database) =>
        new VersionCompiler(catalog, sandbox, new CompiledPrograms(database, sandbox)),
      inject: [CATALOG, SANDBOX, DATABASE],
    },
    {
      provide: FlowPublishing,
      useFactory: (database: Database, catalog: Catalog, compiler: VersionCompiler) =>
        new FlowPublishing(new Publisher(database, catalog), compiler),
      inject: [DATABASE, CATALOG, VERSION_COMPILER],
    },
    {
      provide: FLOW_DESK,
      useFactory: (
        database: Database,
        publisher: FlowPublishing,
        checker: FlowChecker,
        tests: FlowTests,
        clock: Clock,
      ) =>
        new FlowDesk({
          store: new FlowStore(database),
          checker,
          publisher,
          clock,
          tests,
        }),
      inject: [DATABASE, FlowPublishing, FlowChecker, FlowTests, CLOCK],
    },
    {
      provide: FlowLists,
      useFactory: (database: Database, catalog: Catalog) => new FlowLists(database, catalog),
      inject: [DATABASE, CATALOG],
    },
    {
      provide: HookBook,
      useFactory: (database: Database, box: SecretBox) => new HookBook(database, box),
      inject: [DATABASE, SECRET_BOX],
    },
    {
      provide: PUBLIC_URL,
      useFactory:
        (config: Config, origin: Origin): PublicUrl =>
        () =>
          (config.publicUrl ?? origin.get()).replace(/\/+$/, ''),
      inject: [CONFIG, Origin],
    },
  ],
  exports: [PUBLISHED_FLOWS, VERSION_COMPILER, FLOW_DESK, FlowTests, HookBook, PUBLIC_URL],
})
export class FlowsModule implements OnApplicationShutdown {
  readonly #types: FlowTypes;

  constructor(@Inject(FlowTypes) types: FlowTypes) {
    this.#types = types;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#types.close();
  }
}
