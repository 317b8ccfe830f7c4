import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreNodes } from '@invoicepatch/core';
import { definePollTrigger, type Fault, type FlowNode, flowDocument, z } from '@invoicepatch/sdk';
import { fakeHttp } from '@invoicepatch/sdk/testing';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { MemoryCatalog } from '../../../engine/src/catalog/catalog.memory.ts';
import type { Flow } from '../../../engine/src/flows/flow.ts';
import { FlowStore, getFlow } from '../../../engine/src/flows/flow-store.ts';
import { HookBook } from '../../../engine/src/flows/hook-book.ts';
import { Publisher } from '../../../engine/src/flows/publication.ts';
import { PostgresPublishedFlows } from '../../../engine/src/flows/published-flows.postgres.ts';
import { AttemptLimit } from '../../../engine/src/identity/attempt-limit.ts';
import { systemClock } from '../../../engine/src/platform/clock/clock.ts';
import type { Database } from '../../../engine/src/platform/database/database.ts';
import { openDatabase } from '../../../engine/src/platform/database/open-database.ts';
import { LocalFileStore } from '../../../engine/src/platform/files/file-store.local.ts';
import { DataKeys } from '../../../engine/src/platform/secrets/data-keys.ts';
import { LocalMasterKey } from '../../../engine/src/platform/secrets/master-key.local.ts';
import { SecretBox } from '../../../engine/src/platform/secrets/secret-box.ts';
import type { Dispatcher } from '../../../engine/src/runs/driving/dispatcher.ts';
import { Responses } from '../../../engine/src/runs/responses.ts';
import { StartRuns } from '../../../engine/src/runs/start-runs.ts';
import { QueuePlaces } from '../../../engine/src/runs/starting/queue-places.ts';
import { TenantLimits } from '../../../engine/src/runs/starting/tenant-limits.ts';
import { unpack } from '../../../engine/src/runs/store/packed.ts';
import { PostgresRunStore } from '../../../engine/src/runs/store/run-store.postgres.ts';
import { ProcessSandbox } from '../../../engine/src/sandbox/sandbox.process.ts';
import type { Sandbox } from '../../../engine/src/sandbox/sandbox.ts';
import { DueTriggers } from '../../../engine/src/triggers/due-triggers.ts';
import { HookDesk } from '../../../engine/src/triggers/hook-desk.ts';
import { toHookRequest } from '../../../engine/src/triggers/hook-request.ts';
import { KeyedStarts } from '../../../engine/src/triggers/keyed-starts.ts';
import { ManualStarts } from '../../../engine/src/triggers/manual-starts.ts';
import { TriggerClock } from '../../../engine/src/triggers/trigger-clock.ts';
import { createTestDatabase, type TestDatabase } from '../test-postgres.ts';

export const second = 1_000;
export const minute = 60 * second;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

interface Entry {
  readonly id: string;
  readonly payload: { readonly n: number };
}

/** A new tenant for each test, its published flows, and everything that starts their runs. */
export class TriggerHouse {
  readonly stop = new AbortController().signal;
  now = 0;
  tenantId = '';
  folder = '';
  /** What `ledger.on-entry@1` finds when it looks, or what it runs into. */
  readonly feed: Entry[] = [];
  feedFault: Fault | undefined;
  responses = new Responses();
  /** Deliveries that one address takes. */
  readonly mostPerMinute = 25;
  readonly #clock = { now: () => this.now };
  readonly #catalog = new MemoryCatalog([...coreNodes, this.#newEntry('on-entry'), this.#newEntry('on-line')], []);
  #home: TestDatabase | undefined;
  #database: Database | undefined;
  #openStore: PostgresRunStore | undefined;
  #book: HookBook | undefined;
  #hooks: HookDesk | undefined;
  #sandbox: ProcessSandbox | undefined;

  constructor() {
    beforeAll(async () => {
      this.#home = await createTestDatabase();
      this.#database = await openDatabase({ url: this.#home.url, poolSize: 6 });
    });
    beforeEach(() => this.#moveIn());
    afterEach(() => rm(this.folder, { recursive: true, force: true }));
    afterAll(async () => {
      await this.#sandbox?.close();
      await this.#database?.close();
      await this.#home?.drop();
    });
  }

  get database(): Database {
    if (this.#database === undefined) throw new Error('The house is not open yet.');
    return this.#database;
  }

  /** It keeps connections, so there is one. */
  get #store(): PostgresRunStore {
    this.#openStore ??= new PostgresRunStore(this.database, systemClock);
    return this.#openStore;
  }

  get slug(): string {
    return `t-${this.tenantId.slice(0, 8)}`;
  }

  #newEntry(name: string) {
    return definePollTrigger({
      id: `ledger.${name}`,
      version: 1,
      title: 'On a new entry',
      summary: 'Starts a run for each new entry.',
      fr: { title: 'À une nouvelle écriture', summary: 'Lance une exécution par écriture.' },
      config: z.strictObject({}),
      output: z.object({ n: z.number() }),
      cursor: z.object({ seen: z.number() }),
      everyMs: 5 * minute,
      poll: async ({ cursor }) => {
        if (this.feedFault !== undefined) throw this.feedFault;
        return { events: this.feed.slice(Math.max(0, (cursor?.seen ?? 0) - 1)), cursor: { seen: this.feed.length } };
      },
    });
  }

  async #moveIn(): Promise<void> {
    this.now = Date.parse('2026-11-02T12:00:00Z');
    this.tenantId = randomUUID();
    this.folder = await mkdtemp(join(tmpdir(), 'inbox-'));
    this.responses = new Responses();
    this.feed.length = 0;
    this.feedFault = undefined;
    this.#hooks = undefined;
    await this.database.asSystem(async (sql) => {
      await sql.query('DELETE FROM poll_cursors');
      await sql.query('INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $2)', [this.tenantId, this.slug]);
    });
  }

  async moveToAnotherTenant(): Promise<void> {
    this.tenantId = randomUUID();
    await this.database.asSystem((sql) =>
      sql.query('INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $2)', [this.tenantId, this.slug]),
    );
  }

  /** As after a restart: nothing is remembered outside of Postgres. */
  parts() {
    const { database, responses, folder } = this;
    const flows = new PostgresPublishedFlows(database);
    const dispatcher = {
      wake: () => undefined,
      offer: () => undefined,
      board: async () => false,
    } as unknown as Dispatcher;
    const sandbox = this.sandbox;
    const places = new QueuePlaces(sandbox, new TenantLimits(database, () => undefined), this.#clock);
    const runs = new StartRuns({ store: this.#store, flows, dispatcher, responses, places });
    const files = new LocalFileStore({ database, folder: join(folder, 'files'), limitBytes: 1_000_000 });
    const keyed = new KeyedStarts(runs, database);
    return { flows, runs, keyed, files, catalog: this.#catalog, clock: this.#clock, log: silent };
  }

  get book(): HookBook {
    const { database } = this;
    this.#book ??= new HookBook(
      database,
      new SecretBox(new DataKeys(database, new LocalMasterKey(randomBytes(32)), this.#clock)),
    );
    return this.#book;
  }

  get hooks(): HookDesk {
    this.#hooks ??= new HookDesk({
      ...this.parts(),
      hooks: this.book,
      deliveryBytes: 1_000_000,
      limit: new AttemptLimit(this.#clock, { most: this.mostPerMinute, windowMs: minute }),
    });
    return this.#hooks;
  }

  /** Started by the tests that evaluate something, and by no other. */
  get sandbox(): Sandbox {
    this.#sandbox ??= new ProcessSandbox();
    return this.#sandbox;
  }

  get starts(): ManualStarts {
    return new ManualStarts(this.parts());
  }

  tick(): Promise<void> {
    const door = { open: async () => ({ http: fakeHttp({}), settings: {} }) };
    return new TriggerClock({ ...this.parts(), door, rows: new DueTriggers(this.database) }).tick(this.stop);
  }

  async publish(...nodes: FlowNode[]): Promise<Flow> {
    const { database, tenantId, now } = this;
    const draft = flowDocument.parse({ format: 1, nodes, edges: [] });
    const wish = { id: randomUUID(), tenantId, name: 'Flow', draft, templateSlug: null, createdBy: null };
    const flow = await new FlowStore(database).create(wish);
    return new Publisher(database, this.#catalog).publish({ tenantId, flow, publishedBy: null, now });
  }

  async republish({ id }: Flow, ...nodes: FlowNode[]): Promise<void> {
    const { database, tenantId, now } = this;
    const draft = flowDocument.parse({ format: 1, nodes, edges: [] });
    const flow = await database.inTenant(tenantId, async (sql) => {
      await sql.query('UPDATE flows SET draft = $2, draft_revision = draft_revision + 1 WHERE id = $1', [id, draft]);
      return getFlow(sql, id);
    });
    await new Publisher(database, this.#catalog).publish({ tenantId, flow, publishedBy: null, now });
  }

  /** What the runs of this tenant were started with, in the order they were accepted. */
  async payloads(): Promise<unknown[]> {
    const rows = await this.database.inTenant(this.tenantId, (sql) =>
      sql.query<{ readonly payload: Buffer }>('SELECT payload FROM open_runs ORDER BY accepted_at, id'),
    );
    return rows.map(({ payload }) => JSON.parse(unpack(payload)));
  }

  send(flow: Flow, body: string | Buffer, headers: Record<string, string> = {}) {
    return this.hooks.receive(flow.hooks[0]?.id ?? '', toHookRequest({ headers, rawBody: Buffer.from(body) }));
  }
}

export function scheduled(missed: 'skip' | 'run-once'): FlowNode {
  return { id: 'clock', type: 'core.schedule@1', config: { cron: '0 * * * *', timeZone: 'America/Toronto', missed } };
}
