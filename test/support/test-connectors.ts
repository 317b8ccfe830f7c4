import {
  type Connector,
  defineAuth,
  defineConnector,
  Fault,
  type Simulator,
  type SimulatorAnswer,
  type SimulatorHost,
  type SimulatorStore,
  z,
} from '@invoicepatch/sdk';
import type { Catalog } from '../../engine/src/catalog/catalog.ts';

/** A small outside system with OAuth 2 and rotating refresh tokens. Its simulator is real: it checks, stores and complains. */
const acornAuth = defineAuth({
  id: 'acorn',
  title: 'Acorn Books',
  signing: { kind: 'oauth2', scopes: ['books'] },
  settings: z.object({ companyId: z.string().min(1) }),
  environments: [
    {
      id: 'simulator',
      title: 'Simulator',
      urls: ({ settings, simulatorUrl }) => ({
        api: `${simulatorUrl}/v1/${String(settings.companyId)}`,
        token: `${simulatorUrl}/oauth2/token`,
      }),
    },
    {
      id: 'production',
      title: 'Acorn',
      urls: ({ settings }) => ({
        api: `https://${String(settings.companyId)}.acorn.example/v1`,
        token: 'https://login.acorn.example/token',
      }),
    },
  ],
  toFault: ({ status, text }) =>
    status === 422 ? new Fault('invalid', 'acorn.refused', `Acorn refused this: ${text}`) : undefined,
  probe: 'things',
});

const accessTokenMs = 3_600_000;
const tokens = z.object({ access: z.string(), endsAt: z.number(), refresh: z.string() });

async function issue(store: SimulatorStore, companyId: string, host: Pick<SimulatorHost, 'now' | 'token'>) {
  const issued = {
    access: `${companyId}.${host.token()}`,
    endsAt: host.now() + accessTokenMs,
    refresh: `${companyId}.${host.token()}`,
  };
  await store.put('tokens', 'current', issued);
  return issued;
}

async function refresh(body: string, host: SimulatorHost): Promise<SimulatorAnswer> {
  const given = new URLSearchParams(body).get('refresh_token') ?? '';
  const companyId = given.split('.')[0] ?? '';
  const answer = await host.company(companyId, async (store): Promise<SimulatorAnswer> => {
    const current = tokens.parse(await store.get('tokens', 'current'));
    if (current.refresh !== given) return { status: 400, body: { error: 'invalid_grant' } };
    const issued = await issue(store, companyId, host);
    await store.put('refreshes', String(await store.next('refreshes')), true);
    return {
      status: 200,
      body: { access_token: issued.access, refresh_token: issued.refresh, expires_in: accessTokenMs / 1_000 },
    };
  });
  return answer ?? { status: 400, body: { error: 'invalid_grant' } };
}

const thing = z.strictObject({ name: z.string() });

async function work(
  store: SimulatorStore,
  request: Parameters<Simulator['handle']>[0],
  host: SimulatorHost,
): Promise<SimulatorAnswer> {
  const current = tokens.parse(await store.get('tokens', 'current'));
  if (request.headers['authorization'] !== `Bearer ${current.access}` || current.endsAt <= host.now())
    return { status: 401, body: { message: 'Token?' } };
  if (request.method === 'GET') return { status: 200, body: { items: await store.list('things') } };
  const parsed = thing.safeParse(JSON.parse(request.body));
  if (!parsed.success) {
    host.complain({ where: 'request', problem: 'A thing has a name and nothing else.' });
    return { status: 422, body: { problem: 'name' } };
  }
  const id = String(await store.next('things'));
  await store.put('things', id, { id, ...parsed.data });
  if (parsed.data.name === 'crash') throw new Error('The simulator itself is broken.');
  return { status: 201, body: { id } };
}

const acornSimulator: Simulator = {
  create: async (store, { id, host }) => {
    const issued = await issue(store, id, host);
    return {
      settings: { companyId: id },
      secrets: { clientId: 'client', clientSecret: 'client-secret', refreshToken: issued.refresh },
    };
  },
  handle: async (request, host) => {
    if (request.path === '/oauth2/token') return refresh(request.body, host);
    const companyId = request.path.split('/')[2] ?? '';
    return (
      (await host.company(companyId, (store) => work(store, request, host))) ?? {
        status: 404,
        body: { message: 'No such company.' },
      }
    );
  },
};

export const acorn: Connector = defineConnector({
  id: 'acorn',
  title: 'Acorn Books',
  mark: { initials: 'AC', colour: '#aa5500' },
  auth: acornAuth,
  nodes: [],
  simulator: acornSimulator,
});

/** One secret in a header, at an address of the tenant's own. */
export const birchwood: Connector = defineConnector({
  id: 'birchwood',
  title: 'Birchwood',
  mark: { initials: 'BW', colour: '#225577' },
  auth: defineAuth({
    id: 'birchwood',
    title: 'Birchwood',
    signing: { kind: 'header', header: 'X-Api-Key', prefix: 'Key ' },
    settings: z.object({ address: z.url() }),
    environments: [
      { id: 'production', title: 'Birchwood', urls: ({ settings }) => ({ api: String(settings.address) }) },
    ],
  }),
  nodes: [],
});

export function catalogOf(connectors: readonly Connector[]): Catalog {
  return {
    find: () => undefined,
    listNodes: () => [],
    listConnectors: () => connectors,
    findConnector: (id) => connectors.find((connector) => connector.id === id),
  };
}
