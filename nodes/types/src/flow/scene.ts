import type { FlowEdge, FlowNode, Json, NodeDescriptor } from '@invoicepatch/sdk';
import type { Effort } from '../expression/inference.ts';
import { fromSchema } from '../type/from-schema.ts';
import type { Language } from '../type/show.ts';
import type { Type } from '../type/type.ts';
import type { FlowFinding } from './flow-finding.ts';

/** A node where it stands. */
export interface Placed {
  readonly node: FlowNode;
  readonly descriptor: NodeDescriptor | undefined;
  /** Those that lead here. */
  readonly edges: readonly FlowEdge[];
}

/** Types of the catalog's schemas, each made once. */
export class SchemaTypes {
  readonly #known = { input: new Map<Json, Type>(), output: new Map<Json, Type>() };

  of(schema: Json, io: 'input' | 'output'): Type {
    const type = this.#known[io].get(schema) ?? fromSchema(schema, io);
    this.#known[io].set(schema, type);
    return type;
  }
}

/** What is known where a node stands. */
export interface Scene {
  readonly incoming: Type;
  readonly variables: Readonly<Record<string, Type>>;
  readonly language: Language;
  readonly effort: Effort;
  readonly schemas: SchemaTypes;
  report(finding: FlowFinding): void;
}
