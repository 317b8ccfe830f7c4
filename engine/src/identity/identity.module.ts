import { Global, Module } from '@nestjs/common';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { AUTHENTICATOR } from '../platform/nest/authenticator.ts';
import { CLOCK, CONFIG, DATABASE } from '../platform/nest/tokens.ts';
import { ApiKeysController } from './api-keys.controller.ts';
import { ApiKeys } from './api-keys.ts';
import { AuthController } from './auth.controller.ts';
import { IdentityAuthenticator } from './identity-authenticator.ts';
import { LogIn } from './log-in.ts';
import { People } from './people.ts';
import { Profile } from './profile.ts';
import { type SessionLimits, Sessions, usualLimits } from './sessions.ts';
import { Tenants } from './tenants.ts';
import { UsersController } from './users.controller.ts';

interface SessionConfig {
  /** How long people stay logged in; half an hour of idleness and twelve hours in all when missing. */
  readonly sessions?: SessionLimits;
}

/** Tenants, people, sessions and keys; tells the edge who is calling. */
@Global()
@Module({
  controllers: [AuthController, ApiKeysController, UsersController],
  providers: [
    { provide: Tenants, useFactory: (database: Database) => new Tenants(database), inject: [DATABASE] },
    { provide: People, useFactory: (database: Database) => new People(database), inject: [DATABASE] },
    {
      provide: Sessions,
      useFactory: (database: Database, clock: Clock, config: SessionConfig) =>
        new Sessions(database, clock, config.sessions ?? usualLimits),
      inject: [DATABASE, CLOCK, CONFIG],
    },
    {
      provide: ApiKeys,
      useFactory: (database: Database, clock: Clock) => new ApiKeys(database, clock),
      inject: [DATABASE, CLOCK],
    },
    {
      provide: LogIn,
      useFactory: (database: Database, sessions: Sessions, tenants: Tenants, clock: Clock) =>
        new LogIn(database, sessions, tenants, clock),
      inject: [DATABASE, Sessions, Tenants, CLOCK],
    },
    {
      provide: Profile,
      useFactory: (database: Database, tenants: Tenants) => new Profile(database, tenants),
      inject: [DATABASE, Tenants],
    },
    {
      provide: AUTHENTICATOR,
      useFactory: (sessions: Sessions, keys: ApiKeys) => new IdentityAuthenticator(sessions, keys),
      inject: [Sessions, ApiKeys],
    },
  ],
  exports: [AUTHENTICATOR, Tenants, People, Sessions, ApiKeys],
})
export class IdentityModule {}
