import { z } from 'zod';
import { type Json, json } from './json.ts';

/** Ids of nodes: also names in expressions (`$nodes.post`), so they are plain words. */
export const nodeId = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,62}$/, 'An id starts with a small letter, then letters, digits and _.');

/** `connector.verb-object@version` */
export const nodeTypeName = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+@[1-9][0-9]*$/, 'A type reads like core.transform@1.');

export const flowEdge = z.strictObject({
  from: nodeId,
  /** The way out of `from`; `out` when missing. */
  port: z.string().max(64).optional(),
  to: nodeId,
});
export type FlowEdge = z.output<typeof flowEdge>;

export interface FlowNode {
  id: string;
  type: string;
  name?: string | undefined;
  note?: string | undefined;
  config?: Record<string, Json> | undefined;
  /** One JSONata expression over the predecessor's output. */
  input?: string | undefined;
  /** Id of a connection of the tenant. */
  connection?: string | undefined;
  at?: { x: number; y: number } | undefined;
  /** What a loop runs for each item. */
  body?: { nodes: FlowNode[]; edges: FlowEdge[] } | undefined;
}

export const flowNode: z.ZodType<FlowNode> = z.lazy(() =>
  z.strictObject({
    id: nodeId,
    type: nodeTypeName,
    name: z.string().max(200).optional(),
    note: z.string().max(4_000).optional(),
    config: z.record(z.string().max(100), json).optional(),
    input: z.string().max(100_000).optional(),
    connection: z.string().max(100).optional(),
    at: z.strictObject({ x: z.number(), y: z.number() }).optional(),
    body: z.strictObject({ nodes: z.array(flowNode).max(200), edges: z.array(flowEdge).max(1_000) }).optional(),
  }),
);

/** A flow as it is stored, exported and edited. Shape only: whether it can run is decided when it is published. */
export const flowDocument = z.strictObject({
  format: z.literal(1),
  /** Values that the flow's expressions read as `$parameters`. */
  parameters: z.record(z.string().max(100), json).optional(),
  nodes: z.array(flowNode).max(500),
  edges: z.array(flowEdge).max(2_000),
});
export type FlowDocument = z.output<typeof flowDocument>;
