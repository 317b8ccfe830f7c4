import { Fault, type FaultRecord, type FlowDocument, toFault, toFaultRecord, z } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { type Effect, foldJournal } from '../../execution/effect.ts';
import { type Fact, wholeRun } from '../../execution/fact.ts';
import type { Move } from '../../execution/move.ts';
import type { PublishedFlows } from '../../flows/published-flows.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ClaimedRun, Run } from '../run.ts';
import { findRun } from '../store/run-rows.ts';
import type { RunPlace, RunStore } from '../store/run-store.ts';
import { toCarried } from '../to-carried.ts';

/** Runs that may stand one above the other, each called by the one before. */
const depthLimit = 10;

export interface CallParts {
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly database: Database;
  readonly wake: (runId: string) => void;
}

type CallMove = Extract<Move, { kind: 'call' }>;

/** Who calls, and how many runs stand above it. */
export interface Calling {
  readonly run: ClaimedRun;
  readonly depth: number;
}

interface FoundTrigger {
  readonly version: number;
  readonly nodeId: string;
  /** What is wrong with the payload, as the called flow sees it. */
  readonly complaint: string | undefined;
}

/** Runs of other flows that a step waits for. */
export class FlowCalls {
  readonly #parts: CallParts;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** Accepts the called run once for this step, whatever breaks in between. A call that can't be made is the step's failure. */
  async call({ run, depth }: Calling, move: CallMove): Promise<Fact> {
    try {
      const { version, nodeId } = await this.#find({ run, depth }, move);
      const started = await this.#parts.store.accept({
        tenantId: run.tenantId,
        flowId: move.flowId,
        version,
        nodeId,
        payload: move.payload,
        dedupeKey: `called:${run.id}:${move.step}`,
        ...(move.againOf === undefined ? {} : { againOf: move.againOf }),
        carried: [
          { step: wholeRun, fact: { kind: 'called-by', runId: run.id, step: move.step, depth: depth + 1 } },
          ...(await this.#carried(run, move.againOf)),
        ],
      });
      this.#parts.wake(started.runId);
      return { kind: 'called', runId: started.runId, input: move.payload };
    } catch (thrown) {
      const fault = toFault(thrown);
      if (!(thrown instanceof Fault) || fault.kind === 'bug' || fault.kind === 'unavailable') throw thrown;
      return { kind: 'refused', attempt: 0, fault: toFaultRecord(fault) };
    }
  }

  async #find({ run, depth }: Calling, { flowId, version: wanted, payload }: CallMove): Promise<FoundTrigger> {
    const { flows, catalog } = this.#parts;
    if (depth >= depthLimit) throw tooDeep();
    const { version, document } =
      wanted === undefined
        ? await flows.getNewest(run.tenantId, flowId)
        : await flows.getVersion(run.tenantId, flowId, wanted);
    const found = findCallTrigger(document, catalog, JSON.parse(payload));
    if (found === undefined) {
      const text = `Version ${version} of the flow to run has no trigger for calls. Add "When another flow calls" to it and publish it.`;
      throw new Fault('conflict', 'call.no-trigger', text, { details: { flowId, version } });
    }
    if (found.complaint === undefined) return { version, ...found };
    const text = `The flow to run doesn't take what it is given: ${found.complaint}. Check the mapping of the step that calls it.`;
    throw new Fault('invalid', 'call.wrong-input', text, { details: { flowId, version } });
  }

  async #carried({ tenantId }: ClaimedRun, runId: string | undefined) {
    if (runId === undefined) return [];
    return toCarried(await this.#parts.store.journal({ id: runId, tenantId }));
  }

  /** How the called run ended; `undefined` while it goes on. */
  async inquire({ tenantId }: ClaimedRun, runId: string): Promise<Fact | undefined> {
    const called = await this.#parts.database.inTenant(tenantId, (sql) => findRun(sql, runId));
    switch (called?.status) {
      case 'succeeded':
        return { kind: 'returned', output: await this.#given(tenantId, runId) };
      case 'failed':
        return { kind: 'refused', attempt: 0, fault: childFailed(called) };
      case 'cancelled':
      case undefined:
        return { kind: 'refused', attempt: 0, fault: childCancelled(runId) };
      case 'queued':
      case 'running':
      case 'waiting':
      case 'needs-person':
        return undefined;
    }
  }

  async #given(tenantId: string, runId: string): Promise<string> {
    const effects = foldJournal(await this.#parts.store.journal({ id: runId, tenantId }));
    const state = effects.get(wholeRun)?.state;
    return state?.phase === 'confirmed' ? state.output : 'null';
  }

  /**
   * A run has ended: the run that waits for it looks at once, and those that it waited for are cancelled. Whoever misses
   * this looks by itself after a while.
   */
  async ended({ tenantId }: Pick<Run, 'tenantId'>, effects: ReadonlyMap<string, Effect>): Promise<void> {
    for (const { state } of effects.values()) {
      if (state.phase === 'called') await this.#cancel({ tenantId, runId: state.runId });
    }
    const parent = effects.get(wholeRun)?.calledBy?.runId;
    if (parent === undefined) return;
    await this.#parts.database.asSystem((sql) => sql.query(wakeWaiting, [parent, tenantId]));
    this.#parts.wake(parent);
  }

  /** A waiting run was cancelled. */
  async cancelled(ref: RunPlace): Promise<void> {
    const entries = await this.#parts.store.journal({ id: ref.runId, tenantId: ref.tenantId });
    await this.ended(ref, foldJournal(entries));
  }

  async #cancel(ref: RunPlace): Promise<void> {
    const outcome = await this.#parts.store.cancel(ref);
    if (outcome.kind === 'done') await this.cancelled(ref);
  }
}

const wakeWaiting = `UPDATE open_runs SET wake_at = now() WHERE id = $1 AND tenant_id = $2 AND status IN ('waiting', 'needs-person')`;

const fieldTypes = z.array(
  z.object({
    name: z.string(),
    type: z.enum(['text', 'number', 'yes-no', 'list', 'object', 'any']),
    required: z.boolean().default(true),
  }),
);

/** The trigger for calls of a document, and whether it takes this payload. */
function findCallTrigger(document: FlowDocument, catalog: Catalog, payload: unknown) {
  for (const node of document.nodes) {
    const type = catalog.find(node.type);
    if (type?.kind !== 'trigger' || type.start !== 'flow') continue;
    const fields = fieldTypes.safeParse(node.config?.['fields'] ?? []);
    return { nodeId: node.id, complaint: fields.success ? complain(fields.data, payload) : undefined };
  }
  return undefined;
}

function complain(fields: z.output<typeof fieldTypes>, payload: unknown): string | undefined {
  if (fields.length === 0) return undefined;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return 'it takes an object';
  const given = new Map<string, unknown>(Object.entries(payload));
  for (const { name, type, required } of fields) {
    const value = given.get(name);
    if (value === undefined || value === null) {
      if (required) return `"${name}" is missing`;
    } else if (type !== 'any' && typeOf(value) !== type) return `"${name}" must be of the type ${type}`;
  }
  return undefined;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  const types: Readonly<Record<string, string>> = { string: 'text', number: 'number', boolean: 'yes-no' };
  return types[typeof value] ?? 'object';
}

function tooDeep(): Fault {
  const text = `Flows call flows here more than ${depthLimit} deep. Most likely a flow calls itself, directly or by others.`;
  return new Fault('invalid', 'call.too-deep', text, { details: { limit: depthLimit } });
}

function childFailed({ id, fault, faultStep }: Run): FaultRecord {
  const why = fault === undefined ? '' : ` ${fault.message}`;
  const at = faultStep === undefined ? {} : { step: faultStep };
  const details = { runId: id, ...at, ...(fault === undefined ? {} : { code: fault.code }) };
  return toFaultRecord(new Fault('conflict', 'call.failed', `The run of the called flow failed.${why}`, { details }));
}

function childCancelled(runId: string): FaultRecord {
  return toFaultRecord(
    new Fault('conflict', 'call.cancelled', 'The run of the called flow was cancelled.', { details: { runId } }),
  );
}
