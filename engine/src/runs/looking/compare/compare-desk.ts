import type { FlowDocument } from '@invoicepatch/sdk';
import type { FlowDesk } from '../../../flows/flow-desk.ts';
import { type CompileTools, compileDocument } from '../../../flows/rehearsal/compile-document.ts';
import type { Principal } from '../../../platform/nest/principal.ts';
import type { RunStatus } from '../../run.ts';
import type { RunLists } from '../run-lists.ts';
import type { RunViewer } from '../run-viewer.ts';
import { compareRun, type RunComparison } from './compare-run.ts';

/** Runs that are rehearsed side by side: the sandbox serves the real ones as well. */
const atOnce = 4;

export interface CompareParts extends CompileTools {
  readonly lists: RunLists;
  readonly viewer: RunViewer;
  readonly flows: FlowDesk;
}

export interface CompareRequest {
  readonly flowId: string;
  /** The draft when no document is given. */
  readonly document: FlowDocument | undefined;
  /** These runs, or as many of the newest. */
  readonly runIds: readonly string[] | undefined;
  readonly newest: number;
  readonly status: RunStatus | undefined;
}

/** Tells what a change of a flow would have changed in runs that really happened. */
export class CompareDesk {
  readonly #parts: CompareParts;

  constructor(parts: CompareParts) {
    this.#parts = parts;
  }

  async compare(who: Principal, request: CompareRequest): Promise<readonly RunComparison[]> {
    const { catalog, sandbox, flows, viewer } = this.#parts;
    const flow = await flows.get(who, request.flowId);
    const plan = await compileDocument({ catalog, sandbox }, who.tenantId, request.document ?? flow.draft);
    const ids = await this.#choose(who.tenantId, request);
    const compared: RunComparison[] = [];
    for (let at = 0; at < ids.length; at += atOnce) {
      const batch = ids.slice(at, at + atOnce).map(async (id) => {
        const { run } = await this.#parts.lists.get(who.tenantId, id);
        return run.flowId === request.flowId && run.startedAtMs !== undefined
          ? [await compareRun({ viewer, sandbox }, run, plan)]
          : [];
      });
      compared.push(...(await Promise.all(batch)).flat());
    }
    return compared;
  }

  async #choose(tenantId: string, { flowId, runIds, newest, status }: CompareRequest): Promise<readonly string[]> {
    if (runIds !== undefined) return [...new Set(runIds)];
    const found = await this.#parts.lists.list({ tenantId, flowId, status, after: undefined, limit: newest });
    return found.map(({ id }) => id);
  }
}
