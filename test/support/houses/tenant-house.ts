import { randomBytes, randomUUID } from 'node:crypto';
import { Connections } from '../../../engine/src/connections/connections.ts';
import type { RunningApp } from '../../../engine/src/create-app.ts';
import { ApiKeys } from '../../../engine/src/identity/api-keys.ts';
import { People } from '../../../engine/src/identity/people.ts';
import { Sessions } from '../../../engine/src/identity/sessions.ts';
import { Tenants } from '../../../engine/src/identity/tenants.ts';
import type { Sql } from '../../../engine/src/platform/database/database.ts';
import { pack, packFacts } from '../../../engine/src/runs/store/packed.ts';

/** What an id in an address or a body can be the id of. */
export type Noun =
  | 'tenant'
  | 'user'
  | 'api-key'
  | 'connection'
  | 'consent'
  | 'company'
  | 'flow'
  | 'hook'
  | 'file'
  | 'run'
  | 'event'
  | 'open-run'
  | 'batch'
  | 'record';

export interface TenantHouse {
  readonly tenantId: string;
  readonly ids: Readonly<Record<Noun, string>>;
  /** A token of an admin, new each time: some routes end the one they are called with. */
  token(): Promise<string>;
}

const document = (connection: string, canary: string) => ({
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1', name: canary, config: {} },
    { id: 'get', type: 'core.http-request-with-key@1', name: canary, config: {}, connection },
  ],
  edges: [{ from: 'start', to: 'get' }],
});

async function addFlow(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  const text = JSON.stringify(document(ids.connection, canary));
  await sql.query(
    `INSERT INTO flows (id, tenant_id, name, draft, published_version, published_revision) VALUES ($1, $2, $3, $4, 1, 1)`,
    [ids.flow, tenantId, canary, text],
  );
  await sql.query(
    'INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash) VALUES ($1, $2, 1, $3, $4)',
    [tenantId, ids.flow, text, canary],
  );
  await sql.query(
    "INSERT INTO compiled_programs (tenant_id, flow_id, version, compiler, programs) VALUES ($1, $2, 1, '', $3)",
    [tenantId, ids.flow, JSON.stringify([{ source: canary, code: '', hash: '' }])],
  );
  await sql.query("INSERT INTO hooks (id, tenant_id, flow_id, node_id) VALUES ($1, $2, $3, 'start')", [
    ids.hook,
    tenantId,
    ids.flow,
  ]);
  await sql.query(
    'INSERT INTO flow_tests (id, tenant_id, flow_id, name, spec) VALUES (gen_random_uuid(), $1, $2, $3, $4)',
    [
      tenantId,
      ids.flow,
      canary,
      JSON.stringify({ nodeId: 'start', payload: canary, expectations: [{ kind: 'skipped', step: 'get' }] }),
    ],
  );
  await sql.query(
    "INSERT INTO poll_cursors (tenant_id, flow_id, node_id, cursor, next_at) VALUES ($1, $2, 'start', $3, 'infinity')",
    [tenantId, ids.flow, JSON.stringify(canary)],
  );
}

/** A run that is over, so that nobody works on it while it is watched. */
async function addRun(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  const payload = pack(JSON.stringify({ canary }));
  const facts = packFacts([{ step: 'start', atMs: 1, fact: { kind: 'happened', output: '1', by: canary } }]);
  await sql.query(
    `INSERT INTO runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, last_seq, payload, facts)
     VALUES ($1, $2, $3, 1, 'start', 'succeeded', now(), 1, $4, $5)`,
    [ids.run, tenantId, ids.flow, payload, facts],
  );
  await sql.query(
    `INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, last_seq, payload, facts)
     VALUES ($1, $2, $3, 1, 'start', 'needs-person', now(), 1, $4, $5)`,
    [ids['open-run'], tenantId, ids.flow, payload, facts],
  );
  for (const table of ['open_facts', 'run_facts'])
    await sql.query(`INSERT INTO ${table} (run_id, part, tenant_id, facts) VALUES ($1, 0, $2, $3)`, [
      ids.event,
      tenantId,
      facts,
    ]);
  await sql.query(
    "INSERT INTO deliveries (flow_id, node_id, key, tenant_id, run_id, accepted_at) VALUES ($1, 'start', $2, $3, $4, now())",
    [ids.flow, canary, tenantId, ids.run],
  );
}

/** A batch that is done: nobody works on it. */
async function addBatch(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  await sql.query("INSERT INTO again_batches (tenant_id, id, version, finished_at) VALUES ($1, $2, 'same', now())", [
    tenantId,
    ids.batch,
  ]);
  await sql.query('INSERT INTO again_items (tenant_id, batch_id, run_id, position, fault) VALUES ($1, $2, $3, 1, $4)', [
    tenantId,
    ids.batch,
    ids.run,
    JSON.stringify({ kind: 'conflict', code: 'a.b', message: canary, details: {} }),
  ]);
}

async function addLimits(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  await sql.query('INSERT INTO tenant_limits (tenant_id, weight) VALUES ($1, 7)', [tenantId]);
  await sql.query('INSERT INTO flow_limits (flow_id, tenant_id) VALUES ($1, $2)', [ids.flow, tenantId]);
  await sql.query('INSERT INTO run_answers (run_id, tenant_id, told) VALUES ($1, $2, $3)', [ids.run, tenantId, canary]);
  await sql.query("INSERT INTO event_subscriptions (flow_id, tenant_id, node_id, kind) VALUES ($1, $2, 'start', $3)", [
    ids.flow,
    tenantId,
    canary,
  ]);
  await sql.query(
    "INSERT INTO platform_events (tenant_id, kind, facts, at) VALUES ($1, $2, to_jsonb($2::text), 'infinity')",
    [tenantId, canary],
  );
}

async function addRest(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  await sql.query('INSERT INTO callback_keys (tenant_id, sealed, key_version) VALUES ($1, $2, 0)', [
    tenantId,
    Buffer.from(canary),
  ]);
  await sql.query(
    "INSERT INTO files (id, tenant_id, name, media_type, size_bytes, sha256) VALUES ($1, $2, $3, 'text/csv', 1, '\\x00')",
    [ids.file, tenantId, canary],
  );
  await sql.query('INSERT INTO records (tenant_id, collection, key, value) VALUES ($1, $2, $3, $4)', [
    tenantId,
    canary,
    ids.record,
    JSON.stringify(canary),
  ]);
}

/** A consent under way. */
async function addConsent(sql: Sql, tenantId: string, ids: TenantHouse['ids'], canary: string): Promise<void> {
  await sql.query(
    `INSERT INTO consents (id, tenant_id, state_hash, session_hash, auth, name, environment, redirect_uri, sealed_secrets, key_version, expires_at)
     VALUES ($1, $2, $3, $3, 'quickbooks-online', $4, 'simulator', 'http://127.0.0.1/oauth/callback', '\\x00', 1, 'infinity')`,
    [ids.consent, tenantId, Buffer.from(canary), canary],
  );
}

/** A tenant with rows of every kind; every text of its own holds `canary`. */
export async function buildTenantHouse(app: RunningApp, canary: string): Promise<TenantHouse> {
  const { nest, platform } = app;
  const { id: tenantId } = await nest.get(Tenants).create({ name: canary, slug: canary });
  const person = (name: string, role: 'admin' | 'owner') =>
    nest
      .get(People)
      .add({ tenantId, email: `${name}@${canary}.example`, name: canary, role, password: 'a long password' });
  const [admin, owner] = [await person('admin', 'admin'), await person('owner', 'owner')];
  const key = await nest
    .get(ApiKeys)
    .create({ tenantId, name: canary, role: 'admin', createdBy: admin.id, expiresAt: undefined });
  const connection = await nest
    .get(Connections)
    .createSimulated({ tenantId, createdBy: admin.id, auth: 'quickbooks-online', name: canary });
  const ids = {
    tenant: tenantId,
    user: owner.id,
    'api-key': key.id,
    connection: connection.id,
    consent: randomUUID(),
    company: String(connection.settings['realmId']),
    flow: randomUUID(),
    hook: randomBytes(24).toString('base64url'),
    file: randomUUID(),
    run: randomUUID(),
    event: randomUUID(),
    'open-run': randomUUID(),
    batch: randomUUID(),
    record: `${canary}-key`,
  };
  await platform.database.asSystem(async (sql) => {
    await addFlow(sql, tenantId, ids, canary);
    await addRun(sql, tenantId, ids, canary);
    await addBatch(sql, tenantId, ids, canary);
    await addConsent(sql, tenantId, ids, canary);
    await addRest(sql, tenantId, ids, canary);
    await addLimits(sql, tenantId, ids, canary);
    const company = [tenantId, 'quickbooks-online', ids.company, canary];
    await sql.query(
      "INSERT INTO simulator_objects (tenant_id, simulator, company_id, collection, id, value) VALUES ($1, $2, $3, 'Canary', '1', to_jsonb($4::text))",
      company,
    );
    await sql.query(
      'INSERT INTO simulator_sequences (tenant_id, simulator, company_id, name, value) VALUES ($1, $2, $3, $4, 7) ON CONFLICT DO NOTHING',
      company,
    );
    await sql.query(
      'INSERT INTO data_keys (tenant_id, version, wrapped, master_key_id) VALUES ($1, 0, $2, $3) ON CONFLICT DO NOTHING',
      [tenantId, Buffer.from(canary), canary],
    );
  });
  await nest.get(Sessions).start(tenantId, owner.id);
  return { tenantId, ids, token: () => nest.get(Sessions).start(tenantId, admin.id) };
}
