import { setTimeout as wait } from 'node:timers/promises';
import type { ApiAnswer, ApiClient } from '../support/api-client.ts';
import type { Attempt } from './attempts.ts';

/** How the product answered. */
export interface Answer {
  /** It said no: a problem document, or a run that failed. */
  readonly isError: boolean;
  /** Everything that came back about the result: values, faults, history. */
  readonly shown: string;
  /** The longest that anybody waited for one thing: a request, or a run's end. */
  readonly tookMs: number;
}

/** A way by which what people write gets evaluated. */
export interface Door {
  readonly id: string;
  readonly kinds: readonly Attempt['kind'][];
  /** Takes what is hostile as text, and never evaluates it. */
  readonly keepsOnly?: true;
  /** Readies the attempt; the time that counts begins after it. */
  prepare(api: ApiClient, attempt: Attempt): Promise<() => Promise<Answer>>;
}

const json = { 'content-type': 'application/json' };
/** Where a rule goes: it is sent as it is written, since it may be nested too deeply to be read and written again. */
const ruleHere = '%%RULE%%';
const final = ['succeeded', 'failed', 'cancelled', 'needs-person'];

async function timed(send: () => Promise<ApiAnswer>): Promise<Answer> {
  const began = performance.now();
  const { status, body } = await send();
  return { isError: status >= 400, shown: JSON.stringify(body) ?? '', tookMs: performance.now() - began };
}

/** What was refused before anything ran. */
const refused = (answer: ApiAnswer) => () => timed(async () => answer);

/** A door that is one request. */
function request(
  id: string,
  kinds: Door['kinds'],
  send: (api: ApiClient, attempt: Attempt) => Promise<ApiAnswer>,
): Door {
  return { id, kinds, prepare: async (api, attempt) => () => timed(() => send(api, attempt)) };
}

/** Waits for the run's end; what is waited for is the run, and each look at it by itself. */
async function settle(
  api: ApiClient,
  runId: string,
  patienceMs: number,
): Promise<{ readonly run: ApiAnswer['body']; readonly lookMs: number }> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const began = performance.now();
    const { body } = await api.get(`/api/v1/runs/${runId}`);
    const lookMs = performance.now() - began;
    if (final.includes(body.status) || Date.now() > until) return { run: body, lookMs };
    await wait(25);
  }
}

/** Runs a published flow, then looks at the hostile step: each look may compute it once more. */
async function runFlow(api: ApiClient, flowId: string, { input, timeoutMs }: Attempt): Promise<Answer> {
  const started = await api.post(`/api/v1/flows/${flowId}/run`, { payload: input });
  if (started.status >= 400) return timed(async () => started);
  const { run, lookMs } = await settle(api, started.body.runId, timeoutMs + 20_000);
  const step = await timed(() => api.get(`/api/v1/runs/${run.id}/steps/hostile`));
  const { document: _, ...kept } = run;
  const ranMs = Date.parse(run.finishedAt ?? new Date().toISOString()) - Date.parse(run.acceptedAt);
  return {
    isError: run.status !== 'succeeded',
    shown: JSON.stringify(kept) + step.shown,
    tookMs: Math.max(ranMs, lookMs, step.tookMs),
  };
}

const start = { id: 'start', type: 'core.manual@1' };

function flowOf(...nodes: readonly object[]): object {
  return { format: 1, nodes: [start, ...nodes], edges: [{ from: 'start', to: 'hostile' }] };
}

/** A flow that holds the attempt: sent in, published, run. A flow that is refused is an answer, too. */
function flow(id: string, kinds: Door['kinds'], toNode: (attempt: Attempt) => object): Door {
  return {
    id,
    kinds,
    prepare: async (api, attempt) => {
      const document = flowOf({ id: 'hostile', ...toNode(attempt) });
      const body = JSON.stringify({ name: `${attempt.id} ${Math.random()}`, document });
      const created = await api.send(
        'POST',
        '/api/v1/flows',
        body.replace(`"${ruleHere}"`, () => attempt.source),
        json,
      );
      if (created.status >= 400) return refused(created);
      const published = await api.post(`/api/v1/flows/${created.body.id}/publish`);
      if (published.status >= 400) return refused(published);
      return () => runFlow(api, created.body.id, attempt);
    },
  };
}

const ruleBody = ({ source, input }: Attempt) => `{"logic":${source},"data":${JSON.stringify(input)}}`;

const inner = { nodes: [{ id: 'inner', type: 'core.transform@1', config: { expression: '$' } }], edges: [] };

const previews: readonly Door[] = [
  request('transforms/evaluate', ['jsonata'], (api, { source, input }) =>
    api.post('/api/v1/transforms/evaluate', { expression: source, input }),
  ),
  request('transforms/evaluate bindings', ['jsonata'], (api, { source, input }) =>
    api.post('/api/v1/transforms/evaluate', { expression: source, input: null, bindings: { item: input } }),
  ),
  request('code/evaluate', ['js'], (api, { source, input }) =>
    api.post('/api/v1/code/evaluate', { code: source, input }),
  ),
  request('rules/evaluate', ['jsonlogic'], (api, attempt) =>
    api.send('POST', '/api/v1/rules/evaluate', ruleBody(attempt), json),
  ),
];

const runs: readonly Door[] = [
  flow('transform node', ['jsonata'], ({ source }) => ({ type: 'core.transform@1', config: { expression: source } })),
  flow('input of a node', ['jsonata'], ({ source }) => ({
    type: 'core.rule@1',
    config: { logic: { var: '' } },
    input: source,
  })),
  flow('items of a loop', ['jsonata'], ({ source }) => ({
    type: 'core.for-each@1',
    config: { items: source },
    body: inner,
  })),
  flow('rule node', ['jsonlogic'], () => ({ type: 'core.rule@1', config: { logic: ruleHere } })),
];

const imports: readonly Door[] = [
  request('flow check', ['jsonata'], async (api, { source }) => {
    const document = flowOf({ id: 'hostile', type: 'core.transform@1', config: { expression: source } });
    const { status, body } = await api.post('/api/v1/flows', { name: `check ${Math.random()}`, document });
    return status >= 400 ? { status, body } : api.post(`/api/v1/flows/${body.id}/check`, {});
  }),
  {
    ...request('template import', ['jsonata', 'jsonlogic'], async (api, { source }) => {
      const { body } = await api.get('/api/v1/templates');
      const [template] = body.items;
      const parameters = Object.fromEntries(
        template.parameters.map(({ name, type }: { name: string; type: string }) => [
          name,
          type === 'number' ? 1 : source,
        ]),
      );
      return api.post(`/api/v1/templates/${template.slug}/import`, { parameters });
    }),
    keepsOnly: true,
  },
];

interface Described {
  readonly type: string;
  readonly config?: { readonly properties?: Readonly<Record<string, { readonly format?: string }>> };
}

/** The step that people write in JavaScript, where the product has one. */
function codeDoor(nodes: readonly Described[]): Door | undefined {
  const node = nodes.find(({ type }) => type === 'core.code@1');
  if (node === undefined) return undefined;
  const properties = Object.entries(node.config?.properties ?? {});
  const written = properties.find(
    ([, { format }]) => format !== undefined && /javascript|typescript|^js$/.test(format),
  );
  const field = written?.[0] ?? 'code';
  return flow('code node', ['js'], ({ source }) => ({ type: node.type, config: { [field]: source } }));
}

/** Every door that this engine has. */
export async function listDoors(api: ApiClient): Promise<readonly Door[]> {
  const { body } = await api.get('/api/v1/catalog');
  const code = codeDoor(body.nodes);
  return [...previews, ...runs, ...imports, ...(code === undefined ? [] : [code])];
}
