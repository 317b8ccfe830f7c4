import { type Graph, portOf } from '../graph.ts';
import { toLayers } from './layers.ts';

export interface OutlineRow {
  readonly id: string;
  readonly level: number;
  readonly parent: string | undefined;
  /** The ports by which earlier steps lead here, without `out`. */
  readonly by: readonly string[];
}

/** The flow as a list to be read from top to bottom; what a loop holds is one level in. */
export function toOutline(graph: Graph, level = 1, parent?: string): OutlineRow[] {
  return toLayers(graph)
    .flat()
    .flatMap((node) => {
      const ports = graph.edges.filter((edge) => edge.to === node.id).map(portOf);
      const row = { id: node.id, level, parent, by: [...new Set(ports.filter((port) => port !== 'out'))] };
      return [row, ...(node.body === undefined ? [] : toOutline(node.body, level + 1, node.id))];
    });
}
