import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { CLOCK, DATABASE, LOG } from '../../platform/nest/tokens.ts';
import { SandboxModule } from '../../sandbox/sandbox.module.ts';
import { SANDBOX, type Sandbox } from '../../sandbox/sandbox.ts';
import { QueuePlaces } from './queue-places.ts';
import { TenantLimits } from './tenant-limits.ts';

/** Where new runs stand in line. */
@Module({
  imports: [SandboxModule],
  providers: [
    {
      provide: TenantLimits,
      useFactory: (database: Database, log: Log) =>
        new TenantLimits(database, (cause) => log.warn('runs.limits-not-read', { cause })),
      inject: [DATABASE, LOG],
    },
    {
      provide: QueuePlaces,
      useFactory: (sandbox: Sandbox, tenants: TenantLimits, clock: Clock) => new QueuePlaces(sandbox, tenants, clock),
      inject: [SANDBOX, TenantLimits, CLOCK],
    },
  ],
  exports: [QueuePlaces],
})
export class StartingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #limits: TenantLimits;

  constructor(@Inject(TenantLimits) limits: TenantLimits) {
    this.#limits = limits;
  }

  onApplicationBootstrap(): Promise<void> {
    return this.#limits.start();
  }

  onApplicationShutdown(): void {
    this.#limits.stop();
  }
}
