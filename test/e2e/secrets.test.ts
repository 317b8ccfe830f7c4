import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import type { Log } from '../../engine/src/platform/log/log.ts';
import { ApiClient } from '../support/api-client.ts';
import { type BareEngine, startBareEngine, testOwner } from '../support/engine.ts';

const marked = { clientId: 'canary-id-4f1c', clientSecret: 'canary-secret-9b2e', refreshToken: 'canary-token-77aa' };
const canaries = Object.values(marked);

let engine: BareEngine;
let api: ApiClient;
const logged: string[] = [];
const answers: string[] = [];

function note(event: string, facts: object = {}): void {
  logged.push(`${event} ${JSON.stringify(facts)}`);
}

const log: Log = { info: note, warn: note, error: note, child: () => log };

async function ask(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) {
  const answer = await api.send(method, path, body === undefined ? undefined : JSON.stringify(body), {
    'content-type': 'application/json',
  });
  answers.push(JSON.stringify(answer.body));
  return answer.body;
}

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const client = new pg.Client({ connectionString: engine.home.url });
  await client.connect();
  try {
    const tables = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    const texts: string[] = [];
    for (const { tablename } of tables.rows) {
      const { rows } = await client.query(`SELECT t::text AS text FROM ${client.escapeIdentifier(tablename)} t`);
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  engine = await startBareEngine({}, { log });
  const { nest, platform, url } = engine.app;
  await ensureOwner(
    { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) },
    { ...testOwner, tenant: { name: 'Maple', slug: 'maple' } },
  );
  const { body } = await new ApiClient(url).post('/api/v1/auth/login', testOwner);
  api = new ApiClient(url, body.token);
});

afterAll(() => engine.stop());

test('marked secrets are found nowhere: not in answers, runs, logs or the database', async () => {
  const connection = await ask('POST', '/api/v1/connections', {
    auth: 'quickbooks-online',
    name: 'Marked',
    environment: 'sandbox',
    settings: { realmId: '4620816365' },
    secrets: marked,
  });
  const document = {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'read', type: 'quickbooks-online.find-tax-codes@1', connection: connection.id, input: '{}' },
    ],
    edges: [{ from: 'start', to: 'read' }],
  };
  const flow = await ask('POST', '/api/v1/flows', { name: 'Marked', document });
  await ask('POST', `/api/v1/flows/${flow.id}/publish`, {});
  const { runId } = await ask('POST', `/api/v1/flows/${flow.id}/run`, {});
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const run = await ask('GET', `/api/v1/runs/${runId}`);
  const step = await ask('GET', `/api/v1/runs/${runId}/steps/read`);
  await ask('POST', `/api/v1/connections/${connection.id}/test`, {});
  await ask('PATCH', `/api/v1/connections/${connection.id}`, { name: 'Marked again' });
  await ask('GET', '/api/v1/connections');
  await ask('GET', `/api/v1/flows/${flow.id}`);

  const everything = `${answers.join('\n')}\n${logged.join('\n')}\n${await dump()}`;

  expect(run.id).toBe(runId);
  expect(step.attempts.length).toBeGreaterThan(0);
  expect(everything).toContain('Marked again');
  for (const canary of canaries) expect(everything).not.toContain(canary);
  for (const canary of canaries) expect(everything).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16));
});
