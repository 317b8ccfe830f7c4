import { Module } from '@nestjs/common';
import { CATALOG, type Catalog } from '../catalog/catalog.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { GuardedHttp } from '../platform/http/guarded-http.ts';
import { Origin } from '../platform/nest/origin.ts';
import { CLOCK, CONFIG, DATABASE, GUARDED_HTTP, SECRET_BOX } from '../platform/nest/tokens.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { SimulatedCompanies } from '../simulators/simulated-companies.ts';
import { SimulatorsModule } from '../simulators/simulators.module.ts';
import { AuthBook } from './auth-book.ts';
import { SignedConnectionDoor } from './connection-door.signed.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from './connection-door.ts';
import { ConnectionStore } from './connection-store.postgres.ts';
import { ConnectionsController } from './connections.controller.ts';
import { Connections } from './connections.ts';
import { ConsentStore } from './consent/consent-store.postgres.ts';
import { CONSENT_ORIGIN, type ConsentOrigin, ConsentsController } from './consent/consents.controller.ts';
import { Consents } from './consent/consents.ts';
import { HealthCheck } from './health-check.ts';
import { OAuthTokens } from './oauth-tokens.ts';

const store = {
  provide: ConnectionStore,
  useFactory: (database: Database, box: SecretBox) => new ConnectionStore(database, box),
  inject: [DATABASE, SECRET_BOX],
};
const auths = {
  provide: AuthBook,
  useFactory: (catalog: Catalog, origin: Origin) => new AuthBook(catalog, origin),
  inject: [CATALOG, Origin],
};
const door = {
  provide: CONNECTION_DOOR,
  useFactory: (kept: ConnectionStore, book: AuthBook, guarded: GuardedHttp, clock: Clock) =>
    new SignedConnectionDoor({
      store: kept,
      auths: book,
      guarded,
      clock,
      tokens: new OAuthTokens(kept, guarded, clock),
    }),
  inject: [ConnectionStore, AuthBook, GUARDED_HTTP, CLOCK],
};
const connections = {
  provide: Connections,
  useFactory: (database: Database, kept: ConnectionStore, book: AuthBook, companies: SimulatedCompanies) =>
    new Connections(database, kept, book, companies),
  inject: [DATABASE, ConnectionStore, AuthBook, SimulatedCompanies],
};
const healthCheck = {
  provide: HealthCheck,
  useFactory: (kept: ConnectionStore, book: AuthBook, opener: ConnectionDoor, clock: Clock) =>
    new HealthCheck({ store: kept, auths: book, door: opener, clock }),
  inject: [ConnectionStore, AuthBook, CONNECTION_DOOR, CLOCK],
};
const consentStore = {
  provide: ConsentStore,
  useFactory: (database: Database, box: SecretBox) => new ConsentStore(database, box),
  inject: [DATABASE, SECRET_BOX],
};
const consents = {
  provide: Consents,
  useFactory: (kept: ConsentStore, known: ConnectionStore, book: AuthBook, guarded: GuardedHttp, clock: Clock) =>
    new Consents({ store: kept, connections: known, auths: book, guarded, clock }),
  inject: [ConsentStore, ConnectionStore, AuthBook, GUARDED_HTTP, CLOCK],
};
const consentOrigin = {
  provide: CONSENT_ORIGIN,
  useFactory: (config: { readonly publicUrl?: string | undefined }, origin: Origin): ConsentOrigin => ({
    publicUrl: config.publicUrl,
    own: () => origin.get(),
  }),
  inject: [CONFIG, Origin],
};

/** Tenants' accounts in outside systems, and the door through which steps reach them. */
@Module({
  imports: [SimulatorsModule],
  controllers: [ConsentsController, ConnectionsController],
  providers: [store, auths, door, connections, healthCheck, consentStore, consents, consentOrigin],
  exports: [CONNECTION_DOOR, Connections],
})
export class ConnectionsModule {}
