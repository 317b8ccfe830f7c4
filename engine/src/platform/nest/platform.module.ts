import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Clock } from '../clock/clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import type { Presence } from '../database/presence.ts';
import type { FileStore } from '../files/file-store.ts';
import type { GuardedHttp } from '../http/guarded-http.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { DescriptionController } from './probes/description.controller.ts';
import { HealthController } from './probes/health.controller.ts';
import { CLOCK, CONFIG, DATABASE, FILES, GUARDED_HTTP, LOG, METRICS, PRESENCE, SECRET_BOX, TRACING } from './tokens.ts';

/** The tools that every feature stands on, opened before Nest begins. */
export interface Platform {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly database: Database;
  readonly presence: Presence;
  readonly files: FileStore;
  readonly secretBox: SecretBox;
  readonly guardedHttp: GuardedHttp;
  readonly metrics: Metrics;
  /** `undefined`: nobody collects traces, and none are made. */
  readonly tracing: Tracing | undefined;
}

@Global()
@Module({ controllers: [HealthController, DescriptionController] })
export class PlatformModule {
  static of(platform: Platform): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: platform.config },
      { provide: LOG, useValue: platform.log },
      { provide: CLOCK, useValue: platform.clock },
      { provide: DATABASE, useValue: platform.database },
      { provide: PRESENCE, useValue: platform.presence },
      { provide: FILES, useValue: platform.files },
      { provide: SECRET_BOX, useValue: platform.secretBox },
      { provide: GUARDED_HTTP, useValue: platform.guardedHttp },
      { provide: METRICS, useValue: platform.metrics },
      { provide: TRACING, useValue: platform.tracing },
    ];
    return { module: PlatformModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
