import {
  errorPort,
  type FlowEdge,
  type FlowNode,
  listNodePorts,
  type NodeDescriptor,
  undoPort,
} from '@invoicepatch/sdk';
import { join } from '../type/join.ts';
import { anything, anyValue, objectOf, stringType, type Type } from '../type/type.ts';
import { type Liveness, liveOver } from './liveness.ts';

/** A node that has been looked at: when it runs, and what it hands on. */
export interface Ran {
  readonly live: Liveness;
  readonly ports: readonly string[];
  /** By its own ways out. */
  readonly output: Type;
  /** By the way out that it has for failures. */
  readonly failure: Type;
}

const error: Type = objectOf({
  kind: stringType,
  code: stringType,
  message: stringType,
  details: anyValue,
  step: { ...stringType, missing: true },
});

export function toRan(
  node: FlowNode,
  {
    descriptor,
    live,
    output,
    incoming,
  }: {
    readonly descriptor: NodeDescriptor | undefined;
    readonly live: Liveness;
    readonly output: Type;
    readonly incoming: Type;
  },
): Ran {
  return {
    live,
    ports: descriptor === undefined ? ['?', '??'] : listNodePorts(descriptor, node),
    // A step that may fail and go on then hands on what came in.
    output: node.onError === 'continue' ? join(output, incoming) : output,
    failure: objectOf({ error, input: incoming }),
  };
}

export function liveBy(edge: FlowEdge, ran: Ran | undefined): Liveness {
  return ran === undefined || edge.port === undoPort ? undefined : liveOver(edge, ran.live, ran.ports);
}

export function outputBy(edge: FlowEdge, ran: Ran | undefined): Type {
  if (ran === undefined || edge.port === undoPort) return anything;
  return edge.port === errorPort ? ran.failure : ran.output;
}

/** What a step gave, for whoever runs when that is sure of which way out it took. */
export function outputSeen(id: string, ran: Ran, live: Liveness): Type {
  if (!ran.ports.includes(errorPort)) return ran.output;
  const ways = live?.map((term) => term.get(id));
  if (ways?.every((port) => port !== undefined && port !== errorPort)) return ran.output;
  return ways?.every((port) => port === errorPort) ? ran.failure : join(ran.output, ran.failure);
}
