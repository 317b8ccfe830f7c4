import { type Control, Fault, type FlowDocument, type FlowNode, type Json } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { foldJournal } from '../../execution/effect.ts';
import { isCallbackToken, readCallbackToken } from '../../execution/waits/callback-token.ts';
import type { HookBook } from '../../flows/hook-book.ts';
import type { PublishedFlows } from '../../flows/published-flows.ts';
import type { AttemptLimit } from '../../identity/attempt-limit.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { parseJsonBody } from '../../platform/web/parse-json-body.ts';
import { callbackOver } from '../refuse-answer.ts';
import type { RunDesk } from '../run-desk.ts';
import type { RunStore } from '../store/run-store.ts';
import type { CallbackKeys } from './callback-keys.ts';

const largestBytes = 1_000_000;

export interface CallbackParts {
  readonly database: Database;
  readonly store: RunStore;
  readonly desk: RunDesk;
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly hooks: HookBook;
  readonly keys: CallbackKeys;
  readonly clock: Clock;
  /** How many requests the addresses of one run take. */
  readonly limit: AttemptLimit;
}

export interface CallbackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

interface CallbackTarget {
  readonly tenantId: string;
  readonly runId: string;
  readonly step: string;
  readonly flowId: string;
  readonly version: number;
}

const findTarget = `
SELECT tenant_id, flow_id, version FROM open_runs WHERE id = $1 UNION ALL SELECT tenant_id, flow_id, version FROM runs WHERE id = $1`;

interface TargetRow {
  readonly tenant_id: string;
  readonly flow_id: string;
  readonly version: number;
}

/** Takes what is sent to the addresses of waiting steps. */
export class CallbackDesk {
  readonly #parts: CallbackParts;

  constructor(parts: CallbackParts) {
    this.#parts = parts;
  }

  /** Resolves once it is committed; sent again it gives the same answer, and what came first stays. */
  async receive(token: string, request: CallbackRequest): Promise<{ readonly accepted: true }> {
    const target = await this.#find(token);
    await this.#verify(target, request);
    const body = toBody(request);
    try {
      await this.#parts.desk.hear(target, JSON.stringify(body));
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code !== 'run.already-over') throw thrown;
      if (!(await this.#hasHeard(target))) throw callbackOver();
    }
    return { accepted: true };
  }

  async #find(token: string): Promise<CallbackTarget> {
    const place = readCallbackToken(token);
    if (place === undefined) throw notFound();
    const waitMs = this.#parts.limit.count(place.runId);
    if (waitMs !== undefined) throw tooMany(waitMs);
    const [row] = await this.#parts.database.asSystem((sql) => sql.query<TargetRow>(findTarget, [place.runId]));
    if (row === undefined) throw notFound();
    const secret = await this.#parts.keys.secret(row.tenant_id);
    if (!isCallbackToken(token, { ...place, secret })) throw notFound();
    return { ...place, tenantId: row.tenant_id, flowId: row.flow_id, version: row.version };
  }

  /** Fails closed: no secret, no entry, when the step asks for a signature. */
  async #verify(target: CallbackTarget, { headers, rawBody }: CallbackRequest): Promise<void> {
    const { flows, hooks, clock } = this.#parts;
    const { document } = await flows.getVersion(target.tenantId, target.flowId, target.version);
    const waiting = this.#waitingNode(document, target.step);
    if (waiting === undefined) throw notFound();
    const { node, type } = waiting;
    const config = type.config.safeParse(node.config ?? {});
    if (!config.success || type.verify === undefined) return;
    const secret = await hooks.findSecret(target.tenantId, { flowId: target.flowId, nodeId: node.id });
    if (type.verify(config.data, { headers, rawBody, body: null, secret, now: clock.now() })) return;
    const message = 'The signature of this request is missing, wrong or too old. Check the secret on both sides.';
    throw new Fault('denied', 'hook.bad-signature', message);
  }

  #waitingNode(document: FlowDocument, step: string): { readonly node: FlowNode; readonly type: Control } | undefined {
    const id = step.slice(step.lastIndexOf('.') + 1);
    const node = findNode(document.nodes, id);
    const type = node === undefined ? undefined : this.#parts.catalog.find(node.type);
    if (node === undefined || type?.kind !== 'control' || type.waitsFor !== 'callback') return undefined;
    return { node, type };
  }

  async #hasHeard({ tenantId, runId, step }: CallbackTarget): Promise<boolean> {
    const entries = await this.#parts.store.journal({ id: runId, tenantId });
    return foldJournal(entries.filter((entry) => entry.step === step)).get(step)?.heard !== undefined;
  }
}

function findNode(nodes: readonly FlowNode[], id: string): FlowNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : findNode(node.body?.nodes ?? [], id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A request without a body says only that it came. */
function toBody({ rawBody }: CallbackRequest): Json {
  if (rawBody.length > largestBytes) {
    const message = `The body is larger than ${largestBytes / 1_000_000} MB. Send less, or the address of a file.`;
    throw new Fault('invalid', 'hook.too-large', message, { details: { limitBytes: largestBytes } });
  }
  return (parseJsonBody(rawBody) ?? null) as Json;
}

function notFound(): Fault {
  return new Fault('missing', 'callback.not-found', 'No step waits at this address. It is mistyped or cut off.');
}

function tooMany(retryAfterMs: number): Fault {
  const text = `This address gets more requests than it takes in a minute. Send this one again in ${Math.ceil(retryAfterMs / 1_000)} s.`;
  return new Fault('unavailable', 'hook.too-many-deliveries', text, { retryAfterMs });
}
