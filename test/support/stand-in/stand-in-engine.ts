import type { FlowDocument } from '@invoicepatch/sdk';
import { catalog } from './stand-in-catalog.ts';
import { judge, problemsOf } from './stand-in-check.ts';
import { acceptedAt, finishedAt, hoursToInvoices, payload, refusal } from './stand-in-flow.ts';
import { ask, runsOf, template } from './stand-in-runs.ts';

export interface ScreenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly cookie?: string;
}

export interface StoredFlow {
  id: string;
  name: string;
  draft: FlowDocument;
  revision: number;
  state: string;
  version: number | null;
  updatedAt: string;
  publishedAs: FlowDocument | undefined;
}

const tenant = { id: 't1', slug: 'maple-ridge', name: 'Maple Ridge Builders' };
export const me = {
  userId: 'u1',
  email: 'avery@example.com',
  name: 'Avery Tremblay',
  locale: 'en',
  role: 'owner',
  tenant,
  tenants: [{ ...tenant, role: 'owner' }],
};
export const problem = (status: number, code: string, detail: string, more = {}): Reply => ({
  status,
  body: { type: 'about:blank', title: code, status, detail, code, requestId: 'req-7f3a', ...more },
});
const list = (items: readonly unknown[]): Reply => ({ status: 200, body: { items, nextCursor: null } });

const publicFlow = ({ publishedAs: _, ...flow }: StoredFlow) => ({
  ...flow,
  templateSlug: null,
  hooks: flow.draft.nodes
    .filter((node) => node.type === 'core.webhook@1')
    .map((node) => ({
      nodeId: node.id,
      url: `https://patch.example.com/hooks/${flow.id}-${node.id}`,
      hasSecret: false,
    })),
  createdAt: acceptedAt,
});

/** The engine as the screens see it. */
export class StandInEngine {
  readonly flows = new Map<string, StoredFlow>();
  readonly connections = [
    {
      id: 'books',
      auth: 'quickbooks-online',
      name: 'Maple Ridge Books',
      environment: 'simulator',
      settings: {},
      health: 'good',
      healthNote: null,
      checkedAt: acceptedAt,
      usedBy: [{ flowId: 'f1', name: 'Approved hours to invoices' }],
    },
    {
      id: 'old',
      auth: 'quickbooks-online',
      name: 'Old books',
      environment: 'production',
      settings: {},
      health: 'refused',
      healthNote: 'The token has expired.',
      checkedAt: acceptedAt,
      usedBy: [],
    },
  ];
  readonly runs: ReturnType<typeof runsOf> = [];
  #count = 1;

  constructor(filled: boolean) {
    if (!filled) return;
    const flow = this.add('Approved hours to invoices', hoursToInvoices);
    Object.assign(flow, { state: 'draft-ahead', version: 7, publishedAs: hoursToInvoices });
    this.add('Expenses of site supervisors', { format: 1, nodes: [{ id: 'start', type: 'core.manual@1' }], edges: [] });
    this.runs.push(...runsOf(flow));
  }

  add(name: string, draft: FlowDocument): StoredFlow {
    const flow: StoredFlow = {
      id: `f${this.#count++}`,
      name,
      draft,
      revision: 1,
      state: 'draft',
      version: null,
      updatedAt: acceptedAt,
      publishedAs: undefined,
    };
    this.flows.set(flow.id, flow);
    return flow;
  }

  answer(request: ScreenRequest): Reply {
    const [area = '', id = '', part = '', sub = '', act = ''] = request.path.split('/').slice(1);
    switch (area) {
      case 'catalog':
        return { status: 200, body: catalog };
      case 'flows':
        return id === '' ? this.#flowList(request) : this.#flow(request, { id, part, sub });
      case 'runs':
        return id === ''
          ? this.#runList(request)
          : this.#run(request, { id, part, step: decodeURIComponent(sub), act });
      case 'connections':
        return this.#connections(request, id, part);
      case 'templates':
        return this.#templates(request, id, part);
      case 'files':
        return { status: 201, body: { id: 'file-1', name: 'hours.xlsx' } };
      case 'transforms':
        return String(request.body['expression']).includes('(((')
          ? problem(400, 'transform.syntax', 'Expected ")" before the end of the expression, at 12.')
          : { status: 200, body: { output: { customer: 'Capital Towers Inc.', total: 3430.5 } } };
      case 'rules':
        return { status: 200, body: { output: true } };
      default:
        return problem(404, 'route.not-found', 'Nothing is at this address.');
    }
  }

  #flowList({ method, query, body }: ScreenRequest): Reply {
    if (method === 'POST')
      return { status: 201, body: publicFlow(this.add(String(body['name']), body['document'] as FlowDocument)) };
    const search = (query.get('search') ?? '').toLowerCase();
    const found = [...this.flows.values()].filter((flow) => flow.name.toLowerCase().includes(search));
    return list(
      found.map((flow) => ({
        ...publicFlow(flow),
        trigger: flow.draft.nodes[0]?.type ?? null,
        lastRun: flow.version === null ? null : { id: 'run-failed', status: 'failed', acceptedAt },
      })),
    );
  }

  #flow({ method, body }: ScreenRequest, { id, part, sub }: { id: string; part: string; sub: string }): Reply {
    const flow = this.flows.get(id);
    if (flow === undefined) return problem(404, 'flow.not-found', 'No flow has this id.');
    switch (part) {
      case 'draft':
        return this.#save(flow, body);
      case 'check':
        return {
          status: 200,
          body: judge((body['document'] as FlowDocument | undefined) ?? flow.draft),
        };
      case 'publish':
        return this.#publish(flow);
      case 'versions':
        return sub === ''
          ? list(
              flow.version === null
                ? []
                : [
                    {
                      version: flow.version,
                      publishedAt: acceptedAt,
                      publishedBy: { id: 'u1', name: 'Avery Tremblay' },
                    },
                  ],
            )
          : { status: 200, body: { version: Number(sub), document: flow.publishedAs } };
      case 'run':
        return { status: 202, body: { runId: 'run-running' } };
      case 'hooks':
        return { status: 204 };
      default:
        if (method === 'DELETE') this.flows.delete(id);
        return method === 'DELETE' ? { status: 204 } : { status: 200, body: publicFlow(flow) };
    }
  }

  #save(flow: StoredFlow, body: Record<string, unknown>): Reply {
    if (body['revision'] !== flow.revision)
      return problem(409, 'flow.draft-changed', 'Somebody else saved this draft meanwhile.');
    flow.draft = body['document'] as FlowDocument;
    flow.revision += 1;
    if (typeof body['name'] === 'string') flow.name = body['name'];
    if (flow.version !== null) flow.state = 'draft-ahead';
    return { status: 200, body: publicFlow(flow) };
  }

  #publish(flow: StoredFlow): Reply {
    const errors = problemsOf(flow.draft);
    if (errors.length > 0) return problem(400, 'flow.not-publishable', 'The flow cannot run yet.', { errors });
    Object.assign(flow, { version: (flow.version ?? 0) + 1, state: 'published', publishedAs: flow.draft });
    return { status: 200, body: publicFlow(flow) };
  }

  #runList({ query }: ScreenRequest): Reply {
    const [status, flowId] = [query.get('status'), query.get('flowId')];
    return list(
      this.runs.filter(
        (run) => (status === null || run.status === status) && (flowId === null || run.flowId === flowId),
      ),
    );
  }

  #run(
    { body }: ScreenRequest,
    { id, part, step, act }: { id: string; part: string; step: string; act: string },
  ): Reply {
    const run = this.runs.find((one) => one.id === id);
    if (run === undefined) return problem(404, 'run.not-found', 'No run has this id.');
    const found = run.steps.find((one) => one.step === step);
    if (part === 'cancel') Object.assign(run, { status: 'cancelled', finishedAt });
    if (part === 'again') return { status: 202, body: { runId: 'run-running' } };
    if (found === undefined)
      return part === 'steps' ? problem(404, 'run.no-step', 'The run has no such step.') : { status: 200, body: run };
    if (act === 'answer' || act === 'settle') {
      Object.assign(found, { status: 'succeeded', port: body['port'] ?? 'out', finishedAt });
      Object.assign(run, { status: 'succeeded', finishedAt });
      return { status: 200, body: run };
    }
    const attempts =
      found.status === 'failed'
        ? [{ number: 1, startedAt: acceptedAt, finishedAt, outcome: 'refused', fault: refusal }]
        : [];
    return {
      status: 200,
      body: {
        ...found,
        attempts,
        input: payload,
        output: found.status === 'succeeded' ? { total: '640.00', lines: [{ hours: '7.50', rate: '85.00' }] } : null,
        fault: found.status === 'failed' ? refusal : null,
        ask: found.status === 'needs-person' ? ask : null,
        wait: null,
        answer: null,
      },
    };
  }

  #connections({ method, body }: ScreenRequest, id: string, part: string): Reply {
    const found = this.connections.findIndex((one) => one.id === id);
    if (method === 'POST' && part === 'test') return { status: 200, body: { health: 'good', note: '' } };
    if (method === 'POST') {
      const made = {
        id: `c${this.connections.length}`,
        auth: String(body['auth']),
        name: String(body['name']),
        environment: 'simulator',
        settings: {},
        health: 'unknown',
        healthNote: null,
        checkedAt: null,
        usedBy: [],
      } as unknown as StandInEngine['connections'][number];
      this.connections.push(made);
      return { status: 201, body: made };
    }
    if (method === 'DELETE') this.connections.splice(found, 1);
    if (method === 'PATCH') Object.assign(this.connections[found] ?? {}, { name: body['name'] });
    return method === 'GET'
      ? list(this.connections)
      : { status: method === 'PATCH' ? 200 : 204, body: this.connections[found] };
  }

  #templates({ body }: ScreenRequest, slug: string, part: string): Reply {
    if (slug === '') return list([template]);
    if (part === 'import') return { status: 201, body: publicFlow(this.add(String(body['name']), hoursToInvoices)) };
    return { status: 200, body: { ...template, document: hoursToInvoices } };
  }
}
