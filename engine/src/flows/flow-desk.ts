import { randomUUID } from 'node:crypto';
import { Fault, type FlowDocument } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { Principal } from '../platform/nest/principal.ts';
import type { Judgement, Problem } from './check/problem.ts';
import type { Flow } from './flow.ts';
import type { FlowChecker } from './flow-checker.ts';
import type { FlowStore } from './flow-store.ts';
import type { Publisher } from './publication.ts';
import type { FlowTests } from './tests/flow-tests.ts';
import type { CompletionRequest } from './typing/job.ts';

export interface FlowParts {
  readonly store: FlowStore;
  readonly checker: FlowChecker;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly clock: Clock;
  readonly tests: Pick<FlowTests, 'findProblems'>;
}

export interface Draft {
  readonly name: string;
  readonly document: FlowDocument;
  /** The template that it came from. */
  readonly templateSlug?: string;
}

export const FLOW_DESK = Symbol('FlowDesk');

function userOf({ by }: Principal): string | null {
  return by.kind === 'user' ? by.userId : null;
}

/** What people do with flows. */
export class FlowDesk {
  readonly #parts: FlowParts;

  constructor(parts: FlowParts) {
    this.#parts = parts;
  }

  get(who: Principal, id: string): Promise<Flow> {
    return this.#parts.store.get(who.tenantId, id);
  }

  create(who: Principal, { name, document, templateSlug }: Draft): Promise<Flow> {
    return this.#parts.store.create({
      id: randomUUID(),
      tenantId: who.tenantId,
      name,
      draft: document,
      templateSlug: templateSlug ?? null,
      createdBy: userOf(who),
    });
  }

  saveDraft(
    who: Principal,
    change: {
      readonly id: string;
      readonly document: FlowDocument;
      readonly revision: number | undefined;
      readonly name: string | undefined;
    },
  ): Promise<Flow> {
    return this.#parts.store.saveDraft({ tenantId: who.tenantId, ...change });
  }

  /** Of the draft, unless another document is given. */
  async check(who: Principal, id: string, document: FlowDocument | undefined): Promise<Judgement> {
    const { draft } = await this.#parts.store.get(who.tenantId, id);
    return this.#parts.checker.check(who.tenantId, document ?? draft);
  }

  async complete(
    who: Principal,
    id: string,
    { document, ...asked }: CompletionRequest & { readonly document: FlowDocument | undefined },
  ) {
    const { draft } = await this.#parts.store.get(who.tenantId, id);
    return this.#parts.checker.complete(who.tenantId, document ?? draft, asked);
  }

  /** The warnings don't stand in the way. */
  async publish(who: Principal, id: string): Promise<Flow & { readonly warnings: readonly Problem[] }> {
    const { store, checker, publisher, clock, tests } = this.#parts;
    const flow = await store.get(who.tenantId, id);
    const { problems, warnings } = await checker.check(who.tenantId, flow.draft);
    // A flow that can't run can't be tested.
    const place = { tenantId: who.tenantId, flowId: id };
    const errors = problems.length > 0 ? problems : await tests.findProblems(place, flow.draft);
    if (errors.length > 0) {
      const many = errors.length === 1 ? 'one problem' : `${errors.length} problems`;
      throw new Fault('invalid', 'flow.not-publishable', `The flow has ${many}. Correct each, then publish again.`, {
        details: { errors },
      });
    }
    const published = await publisher.publish({
      tenantId: who.tenantId,
      flow,
      publishedBy: userOf(who),
      now: clock.now(),
    });
    return { ...published, warnings };
  }

  async remove(who: Principal, id: string): Promise<void> {
    if ((await this.#parts.store.remove(who.tenantId, id)) === 'removed') return;
    const message = 'This flow has runs, and what ran stays accountable. It can be changed, but not deleted.';
    throw new Fault('conflict', 'flow.has-runs', message, { details: { id } });
  }
}
