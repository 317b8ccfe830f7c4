import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Route, RouteList } from '../../engine/src/platform/nest/route-list.ts';
import { type BareEngine, startBareEngine } from '../support/engine.ts';
import { buildTenantHouse, type Noun, type TenantHouse } from '../support/houses/tenant-house.ts';
import { sampleOf } from '../support/sample-of.ts';

/** In every text of the other tenant; in no answer to this one. */
const canary = 'canary-birch';

let engine: BareEngine;
let maple: TenantHouse;
let birch: TenantHouse;
let routes: readonly Route[];
let template: { readonly slug: string; readonly connections: Readonly<Record<string, unknown>> } | undefined;

beforeAll(async () => {
  engine = await startBareEngine();
  maple = await buildTenantHouse(engine.app, 'own-maple');
  birch = await buildTenantHouse(engine.app, canary);
  routes = engine.app.nest.get(RouteList).list();
  const answer = await fetch(`${engine.app.url}/api/v1/templates`, {
    headers: { authorization: `Bearer ${await maple.token()}` },
  });
  if (answer.ok) [template] = (await answer.json()).items;
}, 60_000);

afterAll(() => engine.stop());

/** Parts of an address that say what to look at, but are no ids of rows. */
const words: Readonly<Record<string, string>> = {
  simulator: 'quickbooks-online',
  version: '1',
  step: 'start',
  nodeId: 'start',
};

function wordOf(name: string): string | undefined {
  return name === 'slug' ? (template?.slug ?? 'none') : words[name];
}

const nounsBySegment: Readonly<Record<string, Noun>> = {
  flows: 'flow',
  runs: 'run',
  users: 'user',
  'api-keys': 'api-key',
  connections: 'connection',
  consents: 'consent',
  companies: 'company',
  files: 'file',
  again: 'batch',
  hooks: 'hook',
  records: 'record',
};

const nounsByField: Readonly<Record<string, Noun>> = {
  connection: 'connection',
  connectionId: 'connection',
  flowId: 'flow',
  runId: 'run',
  fileId: 'file',
  userId: 'user',
  tenantId: 'tenant',
  companyId: 'company',
  hookId: 'hook',
  collection: 'record',
};

/** `/api/v1/flows/:id/check` → `id` */
function idParameters({ path }: Route): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter((name) => wordOf(name) === undefined);
}

/** What the id at a place of an address is the id of: the word before it says so. */
function nounOf({ path }: Route, parameter: string): Noun | undefined {
  const parts = path.split('/');
  return nounsBySegment[parts[parts.indexOf(`:${parameter}`) - 1] ?? ''];
}

function fill({ path }: Route, id: string): string {
  return path.replaceAll(/:(\w+)/g, (_whole, name: string) => wordOf(name) ?? encodeURIComponent(id));
}

function foreignDocument(house: TenantHouse) {
  return {
    format: 1,
    nodes: [{ id: 'start', type: 'core.http-request-with-key@1', config: {}, connection: house.ids.connection }],
    edges: [],
  };
}

function byName(house: TenantHouse) {
  return (name: string): unknown => {
    if (name === 'document') return foreignDocument(house);
    if (name === 'payload') return { fileId: house.ids.file, id: house.ids.run };
    if (name === 'connections')
      return Object.fromEntries(Object.keys(template?.connections ?? {}).map((key) => [key, house.ids.connection]));
    if (name === 'parameters') return {};
    const noun = nounsByField[name];
    return noun === undefined ? undefined : house.ids[noun];
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What an answer says; of a stream, what it says at first. */
async function textOf(answer: Response): Promise<string> {
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || answer.body === null) return answer.text();
  const reader = answer.body.getReader();
  const first = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(first.value);
}

/** Asks as `asker`, with ids of `owner` wherever an id can stand. */
async function ask(
  route: Route,
  path: string,
  { asker, owner }: { readonly asker: TenantHouse; readonly owner: TenantHouse },
): Promise<Answer> {
  const url = new URL(path, engine.app.url);
  const query = route.query === undefined ? {} : (sampleOf(route.query, byName(owner)) as Record<string, unknown>);
  for (const [name, value] of Object.entries(query)) if (name !== 'cursor') url.searchParams.set(name, String(value));
  const reads = route.method === 'GET' || route.method === 'DELETE';
  const body = route.body === undefined ? undefined : JSON.stringify(sampleOf(route.body, byName(owner)));
  const answer = await fetch(url, {
    method: route.method,
    headers: {
      authorization: `Bearer ${await asker.token()}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(reads || body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, text: await textOf(answer) };
}

/** One line a table: every row of a tenant, as text. */
async function picture(house: TenantHouse): Promise<Readonly<Record<string, string>>> {
  return engine.app.platform.database.asSystem(async (sql) => {
    const tables = await sql.query<{ readonly name: string }>(
      "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1",
    );
    const rows: [string, string][] = [];
    for (const { name } of tables) {
      const [row] = await sql.query<{ readonly all: string | null }>(
        `SELECT string_agg(t::text, E'\\n' ORDER BY t::text) AS all FROM ${name} t WHERE tenant_id = $1`,
        [house.tenantId],
      );
      rows.push([name, row?.all ?? '']);
    }
    const [user] = await sql.query<{ readonly all: string }>(
      "SELECT string_agg(u::text, E'\\n' ORDER BY u.id) AS all FROM users u WHERE id IN (SELECT user_id FROM memberships WHERE tenant_id = $1)",
      [house.tenantId],
    );
    return Object.fromEntries([...rows, ['users', user?.all ?? '']]);
  });
}

const guarded = () => routes.filter(({ access }) => access?.kind === 'role');

interface Trial {
  readonly route: Route;
  readonly noun: string;
  readonly id: string;
  readonly parameter: string | undefined;
}

/** A route without an id in its address is tried once: its query and body hold ids all the same. */
function toTrial(route: Route, noun: string, id: string): readonly Trial[] {
  const [parameter] = idParameters(route);
  return parameter === undefined && noun !== 'tenant' ? [] : [{ route, noun, id, parameter }];
}

async function complaintsOf({ route, noun, id, parameter }: Trial): Promise<readonly string[]> {
  const { status, text } = await ask(route, fill(route, id), { asker: maple, owner: birch });
  const isPlain = route.method === 'GET' && parameter !== undefined && nounOf(route, parameter) === noun;
  const rules: readonly (readonly [string, boolean])[] = [
    // A sent id may come back in an answer; anything else of the other tenant may not.
    ['tells of the other tenant', text.replaceAll(birch.ids.record, '').includes(canary)],
    ['fails', status >= 500],
    ['is not refused', parameter !== undefined && ![400, 403, 404].includes(status)],
    ['tells that the id exists', isPlain && status !== 404],
  ];
  return rules
    .filter(([, broken]) => broken)
    .map(([rule]) => `${route.method} ${route.path} with the ${noun}: ${status}, ${rule}`);
}

describe('one tenant and the rows of another', () => {
  test('the other tenant has rows in every table that knows tenants', async () => {
    const empty = Object.entries(await picture(birch)).filter(([, rows]) => rows === '');

    expect(empty).toEqual([]);
  });

  test('no route gives, changes or deletes anything by a foreign id', async () => {
    const before = await picture(birch);
    const trials = guarded().flatMap((route) =>
      Object.entries(birch.ids).flatMap(([noun, id]) => toTrial(route, noun, id)),
    );

    const wrong: string[] = [];
    for (const trial of trials) wrong.push(...(await complaintsOf(trial)));

    expect(wrong).toEqual([]);
    expect(trials.length).toBeGreaterThan(guarded().length);
    expect(await picture(birch)).toEqual(before);
  }, 120_000);

  test('foreign ids in a body tell and change nothing, also where the address is one of the own', async () => {
    const before = await picture(birch);
    const wrong: string[] = [];

    for (const route of guarded().filter(({ body }) => body !== undefined)) {
      const [parameter = ''] = idParameters(route);
      const noun = nounOf(route, parameter);
      if (noun === undefined) continue;
      const { status, text } = await ask(route, fill(route, maple.ids[noun]), { asker: maple, owner: birch });
      if (status >= 500 || text.replaceAll(birch.ids.record, '').includes(canary))
        wrong.push(`${route.method} ${route.path}: ${status} ${text}`);
    }

    expect(wrong).toEqual([]);
    expect(await picture(birch)).toEqual(before);
  }, 60_000);

  test('lists show nothing of another tenant', async () => {
    const lists = guarded().filter((route) => route.method === 'GET' && idParameters(route).length === 0);

    // Without a query: a filter that happens to fit nothing would prove nothing.
    const answers = await Promise.all(
      lists.map((route) => ask({ ...route, query: undefined }, fill(route, ''), { asker: maple, owner: maple })),
    );

    expect(answers.filter(({ text }) => text.includes(canary))).toEqual([]);
    expect(answers.filter(({ text }) => text.includes('own-maple')).length).toBeGreaterThan(1);
  });

  test('the same addresses answer the tenant whose ids they are, so the refusals above mean something', async () => {
    const known = guarded().filter(
      (route) => route.method === 'GET' && idParameters(route).length === 1 && !/:(step|version)\b/.test(route.path),
    );
    const missing: string[] = [];

    for (const route of known) {
      const [parameter = ''] = idParameters(route);
      const noun = nounOf(route, parameter);
      if (noun === undefined) missing.push(`${route.path}: say in nounsBySegment what its id is`);
      else if ((await ask(route, fill(route, birch.ids[noun]), { asker: birch, owner: birch })).status === 404)
        missing.push(route.path);
    }

    expect(missing).toEqual([]);
    expect(known.length).toBeGreaterThan(0);
  });
});
