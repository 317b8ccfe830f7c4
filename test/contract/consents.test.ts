import { z } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { People } from '../../engine/src/identity/people.ts';
import { Sessions } from '../../engine/src/identity/sessions.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import type { Database } from '../../engine/src/platform/database/database.ts';
import { DATABASE } from '../../engine/src/platform/nest/tokens.ts';
import { type BareEngine, startBareEngine } from '../support/engine.ts';

let engine: BareEngine;
let tenantId = '';
let userId = '';
let session = '';

const begun = z.object({ id: z.uuid(), url: z.url() });

beforeAll(async () => {
  engine = await startBareEngine();
  const { nest } = engine.app;
  tenantId = (await nest.get(Tenants).create({ name: 'Maple', slug: 'maple' })).id;
  const person = { tenantId, email: 'o@maple.example', name: 'O', role: 'owner', password: 'x' } as const;
  userId = (await nest.get(People, { strict: false }).add(person)).id;
  session = await signIn();
}, 60_000);

afterAll(() => engine.stop());

function signIn(): Promise<string> {
  return engine.app.nest.get(Sessions, { strict: false }).start(tenantId, userId);
}

async function call(path: string, { method = 'GET', body, as = session }: Asked = {}) {
  const answer = await engine.app.nest.inject({
    method,
    url: path,
    headers: { authorization: `Bearer ${as}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  const isJson = answer.body !== '' && String(answer.headers['content-type'] ?? '').includes('json');
  return {
    status: answer.statusCode,
    location: String(answer.headers['location'] ?? ''),
    json: isJson ? answer.json() : undefined,
  };
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  readonly as?: string;
}

async function simulated(name: string) {
  const { json } = await call('/api/v1/connections/simulated', {
    method: 'POST',
    body: { auth: 'quickbooks-online', name },
  });
  return z.object({ id: z.uuid(), settings: z.object({ realmId: z.string() }) }).parse(json);
}

/** The other system's own page: what it is asked, and with what it sends the person back. */
async function consentAt(url: string): Promise<string> {
  const asked = new URL(url);
  const { status, location } = await call(asked.pathname + asked.search);
  expect(status).toBe(302);
  const back = new URL(location);
  return back.pathname + back.search;
}

async function again(connectionId: string) {
  return begun.parse((await call(`/api/v1/connections/${connectionId}/consents`, { method: 'POST', body: {} })).json);
}

test('a revoked connection works again after a new consent, with the same company', async () => {
  const connection = await simulated('Reconnect');
  const { id, url } = await again(connection.id);
  const asked = new URL(url).searchParams;

  const { status, location } = await call(await consentAt(url));
  const shown = await call(`/api/v1/connections/consents/${id}`);

  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('redirect_uri')).toMatch(/\/oauth\/callback$/);
  expect({ status, location }).toEqual({ status: 303, location: `/connections/consents/${id}` });
  expect(shown.json).toEqual({ id, status: 'done', connectionId: connection.id, problem: null, accounts: [] });
  expect((await call(`/api/v1/connections/${connection.id}/test`, { method: 'POST' })).json.health).toBe('good');
});

test('an answer is taken once, in the session that asked, and in no other', async () => {
  const connection = await simulated('Once');
  const { id, url } = await again(connection.id);
  const back = await consentAt(url);
  const unknown = { status: 303, location: '/connections/consents/unknown' };

  expect(await call(back, { as: await signIn() })).toMatchObject(unknown);
  expect((await call(`/api/v1/connections/consents/${id}`)).json.status).toBe('open');
  expect(await call(back)).toMatchObject({ location: `/connections/consents/${id}` });
  expect(await call(back)).toMatchObject(unknown);
  expect(await call(back.replace(/state=[^&]+/, 'state=guessed'))).toMatchObject(unknown);
});

test('a consent for another company does not move a connection there', async () => {
  const [mine, other] = [await simulated('Mine'), await simulated('Other')];
  const { id, url } = await again(mine.id);
  const back = await consentAt(url);

  await call(back.replace(mine.settings.realmId, other.settings.realmId));

  expect((await call(`/api/v1/connections/consents/${id}`)).json).toMatchObject({
    status: 'failed',
    problem: { code: 'consent.other-account' },
  });
  const { items } = (await call('/api/v1/connections')).json;
  expect(items.find((each: { id: string }) => each.id === mine.id).settings).toMatchObject(mine.settings);
});

test('a refusal in the other system is told in words, and changes nothing', async () => {
  const connection = await simulated('Refused');
  const { id, url } = await again(connection.id);
  const state = new URL(url).searchParams.get('state') ?? '';

  await call(`/oauth/callback?error=access_denied&state=${state}`);

  const shown = (await call(`/api/v1/connections/consents/${id}`)).json;
  expect(shown).toMatchObject({ status: 'failed', problem: { code: 'consent.refused' } });
  expect(shown.problem.message).toContain('was not given in QuickBooks Online');
});

test('a code that the other system does not know makes no connection', async () => {
  const connection = await simulated('Forged code');
  const { id, url } = await again(connection.id);
  const state = new URL(url).searchParams.get('state') ?? '';

  await call(`/oauth/callback?code=forged&realmId=${connection.settings.realmId}&state=${state}`);

  expect((await call(`/api/v1/connections/consents/${id}`)).json).toMatchObject({
    status: 'failed',
    problem: { code: 'connection.refused' },
  });
});

test('a new connection to an account of the client’s own asks at its real address', async () => {
  const body = {
    auth: 'quickbooks-online',
    name: 'Real books',
    environment: 'sandbox',
    clientId: 'app-id',
    clientSecret: 'canary-app-secret',
  };

  const { url } = begun.parse((await call('/api/v1/connections/consents', { method: 'POST', body })).json);

  expect(url).toMatch(/^https:\/\/appcenter\.intuit\.com\/connect\/oauth2\?response_type=code&client_id=app-id&/);
  expect(url).not.toContain('canary');
});

test.each([
  [{ auth: 'nobody' }, 'connection.unknown-auth'],
  [{ environment: 'nowhere' }, 'request.invalid'],
  [{ clientSecret: '' }, 'request.invalid'],
])('refuses to ask with %p', async (wrong, code) => {
  const good = { auth: 'quickbooks-online', name: 'X', environment: 'production', clientId: 'a', clientSecret: 'b' };

  expect((await call('/api/v1/connections/consents', { method: 'POST', body: { ...good, ...wrong } })).json.code).toBe(
    code,
  );
});

test('nothing that a consent keeps is readable in the database', async () => {
  await call('/api/v1/connections/consents', {
    method: 'POST',
    body: {
      auth: 'quickbooks-online',
      name: 'Canary',
      environment: 'production',
      clientId: 'c',
      clientSecret: 'canary-1',
    },
  });

  const [dump] = await engine.app.nest
    .get<Database>(DATABASE, { strict: false })
    .asSystem((sql) => sql.query<{ all: string }>("SELECT string_agg(c::text, '') AS all FROM consents c"));

  expect(dump?.all).not.toContain('canary-1');
  expect(dump?.all).not.toContain(Buffer.from('canary-1').toString('hex'));
});
