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

/** How often, and how long apart, a step is tried whose other side is not there for the moment. */
export const retryPolicy = z.strictObject({
  /** Tries in all; 1 means no second one. */
  attempts: z.number().int().min(1).max(100),
  firstWaitMs: z.number().int().min(100).max(3_600_000).optional(),
  /** Each wait is so many times as long as the one before. */
  factor: z.number().min(1).max(10).optional(),
  longestWaitMs: z.number().int().min(100).max(86_400_000).optional(),
});
export type RetryPolicy = z.output<typeof retryPolicy>;

/** What becomes of the run when a step fails. A step whose outcome nobody knows has not failed. */
export const onError = z.enum([
  /** The run fails. */
  'stop',
  /** The flow goes on by `out` with what came into the step. */
  'continue',
  /** The flow goes on by the port `error`, with `{ error, input }`. */
  'branch',
]);
export type OnError = z.output<typeof onError>;

/** Most nodes that a flow may have, those inside its loops counted too. */
export const nodeLimit = 10_000;
const edgeLimit = 50_000;
/** A year: longer than any term that a step's attempts or answers are waited for. */
const yearMs = 366 * 86_400_000;
const timeoutMs = z.number().int().min(1_000).max(yearMs);

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
  retry?: RetryPolicy | undefined;
  onError?: OnError | undefined;
  /** The step fails when it has not ended so long after it began; retries are part of it. */
  timeoutMs?: number | undefined;
  /** `first`: goes on with whichever predecessor is done first; `all`, the default, waits for all that can still come. */
  join?: 'all' | 'first' | undefined;
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
    retry: retryPolicy.optional(),
    onError: onError.optional(),
    timeoutMs: timeoutMs.optional(),
    join: z.enum(['all', 'first']).optional(),
    body: z
      .strictObject({ nodes: z.array(flowNode).max(nodeLimit), edges: z.array(flowEdge).max(edgeLimit) })
      .optional(),
  }),
);

/** How the runs of a flow are put in line; without it they start at once. */
export const flowSettings = z.strictObject({
  /** Runs of higher priority go first; five minutes of waiting make up for one step. */
  priority: z.enum(['high', 'normal', 'low']).optional(),
  /** Runs that are driven at the same moment, over all processes. One that waits for a person, a time or a retry is not. */
  runsAtOnce: z.number().int().min(1).max(10_000).optional(),
  /** JSONata over the event: runs with the same value go one after the other, in the order of acceptance. */
  lane: z.string().min(1).max(10_000).optional(),
});
export type FlowSettings = z.output<typeof flowSettings>;

/** A flow as it is stored, exported and edited. Shape only: whether it can run is decided when it is published. */
export const flowDocument = z.strictObject({
  format: z.literal(1),
  /** Values that the flow's expressions read as `$parameters`. */
  parameters: z.record(z.string().max(100), json).optional(),
  /** A run fails that has not ended so long after its start. */
  timeoutMs: timeoutMs.optional(),
  settings: flowSettings.optional(),
  nodes: z.array(flowNode).max(nodeLimit),
  edges: z.array(flowEdge).max(edgeLimit),
});
export type FlowDocument = z.output<typeof flowDocument>;
