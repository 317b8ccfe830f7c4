import { describeNode, type FlowDocument, type FlowNode, type NodeDescriptor } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Completed, CompletionRequest, TypeJob } from './job.ts';
import { type Typed, TypeThread } from './type-thread.ts';

const checkLimits = { workMs: 5_000, waitMs: 15_000 };
/** Somebody is typing: what comes later is of no use. */
const completeLimits = { workMs: 1_000, waitMs: 2_000 };

function* typesOf(nodes: readonly FlowNode[]): Generator<string> {
  for (const { type, body } of nodes) {
    yield type;
    if (body !== undefined) yield* typesOf(body.nodes);
  }
}

/** Types of flows, worked out beside the engine. Who types does not wait for those whose flow is checked. */
export class FlowTypes {
  readonly #catalog: Catalog;
  readonly #known = new Map<string, NodeDescriptor>();
  readonly #checks = new TypeThread(checkLimits);
  readonly #completions = new TypeThread(completeLimits);

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  check(tenantId: string, document: FlowDocument, sources: readonly string[]): Promise<Typed> {
    const job: TypeJob = { kind: 'check', document, descriptors: this.#describeAll(document), sources };
    return this.#checks.run(tenantId, JSON.stringify(job));
  }

  /** Nothing is offered when it would take too long. */
  async complete(tenantId: string, document: FlowDocument, asked: CompletionRequest): Promise<Completed> {
    const job: TypeJob = { kind: 'complete', document, descriptors: this.#describeAll(document), asked };
    const typed = await this.#completions.run(tenantId, JSON.stringify(job));
    return typed.outcome === 'done' ? JSON.parse(typed.text) : { items: [], type: '', findings: [], hover: null };
  }

  async close(): Promise<void> {
    await Promise.all([this.#checks.close(), this.#completions.close()]);
  }

  #describeAll({ nodes }: FlowDocument): Record<string, NodeDescriptor> {
    const names = [...new Set(typesOf(nodes))];
    const described = names.flatMap((name) => {
      const descriptor = this.#describe(name);
      return descriptor === undefined ? [] : [[name, descriptor] as const];
    });
    return Object.fromEntries(described);
  }

  /** Each made once. */
  #describe(name: string): NodeDescriptor | undefined {
    const type = this.#catalog.find(name);
    const found = this.#known.get(name) ?? (type && describeNode(type));
    if (found !== undefined) this.#known.set(name, found);
    return found;
  }
}
