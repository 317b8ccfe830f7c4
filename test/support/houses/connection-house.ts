import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { AuthBook } from '../../../engine/src/connections/auth-book.ts';
import { SignedConnectionDoor } from '../../../engine/src/connections/connection-door.signed.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from '../../../engine/src/connections/connection-door.ts';
import { ConnectionStore } from '../../../engine/src/connections/connection-store.postgres.ts';
import { ConnectionsModule } from '../../../engine/src/connections/connections.module.ts';
import { OAuthTokens } from '../../../engine/src/connections/oauth-tokens.ts';
import { IdentityModule } from '../../../engine/src/identity/identity.module.ts';
import { People } from '../../../engine/src/identity/people.ts';
import { Sessions } from '../../../engine/src/identity/sessions.ts';
import { Tenants } from '../../../engine/src/identity/tenants.ts';
import { GuardedHttp } from '../../../engine/src/platform/http/guarded-http.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { acorn, birchwood, catalogOf } from '../test-connectors.ts';

interface Owner {
  readonly tenantId: string;
  readonly userId: string;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly as?: Owner;
  readonly body?: object;
}

export interface SimulatedConnection {
  readonly id: string;
  readonly settings: { readonly companyId: string };
}

const nobody: Owner = { tenantId: '', userId: '' };

/** Two tenants, the routes of their connections, and a server outside that a connection can lead to. */
export class ConnectionHouse {
  now = Date.parse('2026-11-02T12:00:00Z');
  maple = nobody;
  birch = nobody;
  /** What the server outside answers with, and the headers it was asked with last. */
  readonly outside = { status: 200, headers: {} as IncomingHttpHeaders, url: '' };
  readonly #clock = { now: () => this.now };
  readonly #clients: GuardedHttp[] = [];
  readonly #server: Server;
  #engine: TestApp | undefined;
  #names = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      this.outside.headers = request.headers;
      response
        .writeHead(this.outside.status, { 'content-type': 'application/json' })
        .end('{"ok":true,"echo":"s3cret-value"}');
    });
    beforeAll(() => this.#open());
    afterAll(() => this.#close());
  }

  get engine(): TestApp {
    if (this.#engine === undefined) throw new Error('The house is not open yet.');
    return this.#engine;
  }

  async #open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.outside.url = `http://${host}`;
    this.#engine = await startTestApp({
      imports: [IdentityModule, ConnectionsModule],
      catalog: catalogOf([acorn, birchwood]),
      clock: this.#clock,
      egressAllow: [host],
    });
    this.maple = await this.#addTenant('maple');
    this.birch = await this.#addTenant('birch');
  }

  async #close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.#engine?.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #addTenant(slug: string): Promise<Owner> {
    const { id: tenantId } = await this.engine.app.get(Tenants).create({ name: slug, slug });
    const email = `o@${slug}.example`;
    const people = this.engine.app.get(People);
    const { id: userId } = await people.add({ tenantId, email, name: 'O', role: 'owner', password: 'x' });
    return { tenantId, userId };
  }

  /** Calls with a session of its own: older ones end while the clock of the house runs ahead. */
  async call(path: string, { method = 'GET', as = this.maple, body }: Call = {}) {
    this.now += 1;
    const token = await this.engine.app.get(Sessions).start(as.tenantId, as.userId);
    const answer = await this.engine.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? undefined : answer.json() };
  }

  async simulated(as = this.maple): Promise<SimulatedConnection> {
    this.#names += 1;
    const body = { auth: 'acorn', name: `Company ${this.#names}` };
    const { status, json } = await this.call('/connections/simulated', { method: 'POST', as, body });
    expect(status).toBe(201);
    return json;
  }

  async objects({ settings }: SimulatedConnection, collection: string): Promise<unknown[]> {
    const place = `/simulators/acorn/companies/${settings.companyId}/objects`;
    return (await this.call(`${place}?collection=${collection}`)).json.items;
  }

  door(): ConnectionDoor {
    return this.engine.app.get(CONNECTION_DOOR);
  }

  /** As a second process would have it: nothing shared but the database. */
  anotherDoor(timeoutMs = 10_000): ConnectionDoor {
    const guarded = new GuardedHttp({ egressAllow: [], timeoutMs });
    this.#clients.push(guarded);
    const store = this.engine.app.get(ConnectionStore);
    const clock = this.#clock;
    const tokens = new OAuthTokens(store, guarded, clock);
    return new SignedConnectionDoor({ store, auths: this.engine.app.get(AuthBook), guarded, clock, tokens });
  }

  async open(id: string, { tenantId = this.maple.tenantId, auth = 'acorn', through = this.door() } = {}) {
    return (await through.open({ tenantId, connectionId: id, auth, signal: AbortSignal.timeout(10_000) })).http;
  }
}
