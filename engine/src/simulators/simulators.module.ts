import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Log } from '../platform/log/log.ts';
import { CLOCK, DATABASE, LOG } from '../platform/nest/tokens.ts';
import { mountSimulators } from './mount-simulators.ts';
import { SimulatedCompanies } from './simulated-companies.ts';
import { SimulatorDesk } from './simulator-desk.ts';
import { SimulatorsController } from './simulators.controller.ts';

/** The outside systems' stand-ins, served by the engine itself. Wants CATALOG. */
@Module({
  controllers: [SimulatorsController],
  providers: [
    {
      provide: SimulatedCompanies,
      useFactory: (database: Database, catalog: Catalog, clock: Clock) =>
        new SimulatedCompanies(database, catalog, clock),
      inject: [DATABASE, CATALOG, CLOCK],
    },
    {
      provide: SimulatorDesk,
      useFactory: (database: Database, catalog: Catalog, clock: Clock, log: Log) =>
        new SimulatorDesk(database, catalog, clock, log),
      inject: [DATABASE, CATALOG, CLOCK, LOG],
    },
  ],
  exports: [SimulatedCompanies, SimulatorDesk],
})
export class SimulatorsModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly adapter: HttpAdapterHost,
    @Inject(SimulatorDesk) private readonly desk: SimulatorDesk,
  ) {}

  onModuleInit(): void {
    mountSimulators(this.adapter.httpAdapter.getInstance(), this.desk);
  }
}
