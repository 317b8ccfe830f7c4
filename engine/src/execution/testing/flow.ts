import type { FlowNode, Json } from '@invoicepatch/sdk';
import { compileGraph, type Plan } from '../plan.ts';
import { findTestType } from './nodes.ts';

/** `start > map > big:true > post` as edges: a colon names the port. */
export function toEdges(...chains: readonly string[]) {
  return chains.flatMap((chain) => {
    const stops = chain.split('>').map((stop) => stop.trim().split(':'));
    return stops.slice(1).map(([to], index) => {
      const [from, port] = stops[index] ?? [];
      return { from: from ?? '', to: to ?? '', ...(port === undefined ? {} : { port }) };
    });
  });
}

export function node(id: string, type: string, more: Partial<FlowNode> = {}): FlowNode {
  return { id, type: `test.${type}@1`, ...more };
}

export function program(source: string): { readonly config: Record<string, Json> } {
  return { config: { program: source } };
}

/** Programs read every node before them, unless it is said which. */
export function planOf(nodes: readonly FlowNode[], edges: ReturnType<typeof toEdges>, reads?: readonly string[]): Plan {
  const graph = compileGraph(
    { nodes, edges },
    { findType: findTestType, reads: () => ({ variables: ['nodes', 'item', 'index'], nodes: reads }) },
  );
  return { ...graph, parameters: '{}' };
}
