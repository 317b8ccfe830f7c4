import { type Json, json, toFault, z } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import { foldJournal } from '../execution/effect.ts';
import { wholeRun } from '../execution/fact.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Database } from '../platform/database/database.ts';
import type { Log } from '../platform/log/log.ts';
import type { RunStarter } from '../runs/run-starter.ts';
import { findRun, readJournal } from '../runs/store/run-rows.ts';

export interface PlatformEventParts {
  readonly database: Database;
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly runs: RunStarter;
  readonly log: Log;
}

interface EventRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: string;
  readonly flow_id: string | null;
  readonly run_id: string | null;
  readonly facts: Json;
  readonly at: Date;
}

interface Listener {
  readonly flow_id: string;
  readonly node_id: string;
}

/** Events that one turn tells; the rest come a moment later. */
const atOnce = 100;
/** Events that may lead to each other: a flow that fails because a flow failed, and so on. */
const deepest = 3;
/** Runs that may stand above a run, each having called the next; see `FlowCalls`. */
const mostCallers = 10;

const selectEvents =
  'SELECT id, tenant_id, kind, flow_id, run_id, facts, at FROM platform_events WHERE at <= now() ORDER BY at, id LIMIT $1';
const selectListeners = `
SELECT flow_id, node_id FROM event_subscriptions WHERE tenant_id = $1 AND kind = $2 AND (of_flow IS NULL OR of_flow = $3)`;

/** Starts the flows that want to hear of something that happened in here. Each event starts one run of each, whoever tells it. */
export class PlatformEvents {
  readonly #parts: PlatformEventParts;

  constructor(parts: PlatformEventParts) {
    this.#parts = parts;
  }

  async tell(signal: AbortSignal): Promise<void> {
    const events = await this.#parts.database.asSystem((sql) => sql.query<EventRow>(selectEvents, [atOnce]));
    for (const event of events) {
      if (signal.aborted) return;
      await this.#tellOne(event);
    }
  }

  async #tellOne(event: EventRow): Promise<void> {
    const { database, log } = this.#parts;
    const depth = await this.#depthOf(event);
    if (depth > deepest) {
      log.warn('event.too-deep', { kind: event.kind, runId: event.run_id, flowId: event.flow_id });
    } else {
      const listeners = await database.asSystem((sql) =>
        sql.query<Listener>(selectListeners, [event.tenant_id, event.kind, event.flow_id]),
      );
      for (const listener of listeners) await this.#start(event, listener, depth);
    }
    // Only now: a crash before this line tells it again, under the same name.
    await database.asSystem((sql) => sql.query('DELETE FROM platform_events WHERE id = $1', [event.id]));
  }

  async #start(event: EventRow, { flow_id: flowId, node_id: nodeId }: Listener, depth: number): Promise<void> {
    const { kind, run_id: runId, flow_id: ofFlow, tenant_id: tenantId } = event;
    const payload = { kind, at: event.at.toISOString(), flowId: ofFlow, runId, facts: json.parse(event.facts), depth };
    try {
      await this.#parts.runs.start({ tenantId, flowId, nodeId, payload, dedupeKey: `event:${event.id}` });
    } catch (thrown) {
      const fault = toFault(thrown);
      if (fault.retryable || fault.kind === 'bug') throw thrown;
      this.#parts.log.warn('event.not-started', { kind, flowId, code: fault.code });
    }
  }

  /** How many events led to this one, one after the other: the run that it is about may have been started by one. */
  async #depthOf({ tenant_id: tenantId, run_id: runId }: EventRow): Promise<number> {
    let id = runId ?? undefined;
    for (let above = 0; id !== undefined && above <= mostCallers; above += 1) {
      const place = id;
      const found = await this.#parts.database.inTenant(tenantId, async (sql) => {
        const run = await findRun(sql, place);
        return run === undefined ? undefined : { run, entries: await readJournal(sql, place) };
      });
      if (found === undefined) return 1;
      const { run, entries } = found;
      const { document } = await this.#parts.flows.getVersion(tenantId, run.flowId, run.version);
      const type = this.#parts.catalog.find(document.nodes.find((node) => node.id === run.event.nodeId)?.type ?? '');
      if (type?.kind === 'trigger' && type.start === 'platform') return depthIn(run.event.payload) + 1;
      id = foldJournal(entries).get(wholeRun)?.calledBy?.runId;
    }
    return 1;
  }
}

const withDepth = z.object({ depth: z.number() });

/** A person may start such a flow by hand with whatever they like. */
function depthIn(payload: string): number {
  const parsed = withDepth.safeParse(JSON.parse(payload));
  return parsed.success ? parsed.data.depth : 0;
}
