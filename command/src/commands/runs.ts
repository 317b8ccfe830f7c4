import { readFile } from 'node:fs/promises';
import type { Json } from '@invoicepatch/sdk';
import type { RunFact, RunSummary } from '../api.ts';
import { listen } from '../follow.ts';
import { toCount, wordAt } from '../given.ts';
import { type Session, toTable } from '../session.ts';
import { type Exit, exits, Trouble, wrongUse } from '../trouble.ts';
import { findFlow } from './flows.ts';

const atRest: Readonly<Record<string, Exit>> = {
  succeeded: exits.done,
  failed: exits.refused,
  cancelled: exits.refused,
  'needs-person': exits.person,
};

function toQuery(values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

async function readPayload({ given, stdin }: Session): Promise<Json | undefined> {
  const from = given.flags.payload;
  if (from === undefined) return undefined;
  const isJson = /^\s*[[{"]/.test(from);
  const text = isJson ? from : from === '-' ? await readAll(stdin) : await readGivenFile(from);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Trouble(exits.usage, 'The payload is not JSON.');
  }
}

function readGivenFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new Trouble(exits.usage, `There is no file ${path} to read.`);
  });
}

async function readAll(stdin: Session['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

export async function run(session: Session): Promise<Exit> {
  const { api, given } = session;
  const { id } = await findFlow(session, wordAt(given, 1, 'run FLOW'));
  const payload = await readPayload(session);
  const { node: nodeId, key } = given.flags;
  const answer = await api.open(`/flows/${id}/run`, {
    method: 'POST',
    body: JSON.stringify({ payload, nodeId }),
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
  });
  const started = (await answer.json()) as { readonly runId: string; readonly duplicate: boolean };
  if (given.flags.follow === true) return followRun(session, started.runId);
  session.show(started, [`${started.runId}${started.duplicate ? '  (this key was used before: it is that run)' : ''}`]);
  return exits.done;
}

export async function listRuns(session: Session): Promise<Exit> {
  const { flow, status, code, limit } = session.given.flags;
  const flowId = flow === undefined ? undefined : (await findFlow(session, flow)).id;
  const most = toCount(limit, 20, 'limit');
  const query = toQuery({ flowId, status, code, limit: String(Math.min(200, Math.max(1, most))) });
  const runs = await session.api.list<RunSummary>(`/runs${query}`, most);
  const rows = runs.map((each) => [
    each.id,
    each.status,
    each.acceptedAt.slice(0, 19),
    each.flowName,
    each.fault?.message ?? '',
  ]);
  session.show(runs, toTable(rows));
  return exits.done;
}

interface ShownRun extends RunSummary {
  readonly steps: readonly { readonly step: string; readonly status: string; readonly attempts: number }[];
}

export async function show(session: Session): Promise<Exit> {
  const { api, given } = session;
  const id = wordAt(given, 1, 'show RUN');
  const { step, 'as-of': asOf } = given.flags;
  const query = toQuery({ asOf });
  if (step !== undefined) {
    const details = await api.get<object>(`/runs/${id}/steps/${encodeURIComponent(step)}${query}`);
    session.show(details, [JSON.stringify(details, null, 2)]);
    return exits.done;
  }
  const shown = await api.get<ShownRun>(`/runs/${id}${query}`);
  const rows = shown.steps.map((each) => [
    `  ${each.step}`,
    each.status,
    each.attempts > 0 ? `${each.attempts} tries` : '',
  ]);
  const fault = shown.fault === null ? [] : [`  ${shown.faultStep}: ${shown.fault.message}`];
  session.show(shown, [`${shown.flowName} v${shown.version}  ${shown.status}`, ...fault, ...toTable(rows)]);
  return exits.done;
}

export async function logs(session: Session): Promise<Exit> {
  const facts = await session.api.list<RunFact>(`/runs/${wordAt(session.given, 1, 'logs RUN')}/facts?limit=1000`);
  session.show(facts, toTable(facts.map(toFactRow)));
  return exits.done;
}

function toFactRow({ seq, at, step, kind, attempt, fault }: RunFact): string[] {
  return [
    String(seq),
    at,
    step,
    `${kind}${attempt === null || attempt === 1 ? '' : ` (${attempt})`}`,
    fault?.message ?? '',
  ];
}

/** A run to its end, or whatever runs. */
export function follow(session: Session): Promise<Exit> {
  const id = session.given.words[1];
  return id === undefined ? followAll(session) : followRun(session, id);
}

async function followRun(session: Session, id: string): Promise<Exit> {
  const ends = (status: unknown): status is string => typeof status === 'string' && Object.hasOwn(atRest, status);
  for await (const { type, data } of listen(
    session.api,
    `/runs/${id}/events`,
    (event) => event.type === 'run' && ends(event.data['status']),
  )) {
    if (type === 'fact') {
      const { at, step, kind } = data;
      session.tell({ type, ...data }, `${at}  ${step}  ${kind}`);
      continue;
    }
    const { status, fault } = data as unknown as RunSummary;
    session.tell({ type, ...data }, fault === null ? status : `${status}: ${fault.message}`);
    if (ends(status)) return atRest[status] ?? exits.done;
  }
  throw wrongUse('The run can not be followed.');
}

async function followAll(session: Session): Promise<Exit> {
  for await (const { type, data } of listen(session.api, '/events/stream', () => false)) {
    const { id, status, flowName } = data as unknown as RunSummary;
    session.tell({ type, ...data }, `${id}  ${status}  ${flowName}`);
  }
  return exits.done;
}
