import type { FlowNode } from '@invoicepatch/sdk';
import { join } from '../type/join.ts';
import {
  anything,
  integerType,
  isNever,
  listOf,
  nullType,
  objectOf,
  present,
  type Type,
  without,
} from '../type/type.ts';
import type { Graph } from './graph.ts';
import type { Ran } from './ran.ts';

/** The items of a loop: those of a list, none of nothing, one of anything else; or batches of them. */
export function itemsOf(type: Type, { config }: FlowNode): { readonly item: Type; readonly min: number } {
  if (type.any) return { item: { any: true }, min: 0 };
  const single = without(type, 'array', 'null', 'missing', 'functions');
  const min = isNever(single) && !type.null && !type.missing ? (type.array?.min ?? 0) : 0;
  const found = join(single, present(type.array?.items ?? {}));
  const item = isNever(found) ? anything : found;
  const size = config?.['batchSize'];
  if (size === undefined) return { item, min };
  return { item: listOf(item, 1, typeof size === 'number' ? size : Number.POSITIVE_INFINITY), min: Math.min(1, min) };
}

/** What one round gives: the output of the body's last node, when there is one that always is. */
function outcomeOf(graph: Graph, ran: ReadonlyMap<string, Ran>): Type {
  const ends = graph.nodes.filter(({ id }) => !graph.leaves(id));
  const [only] = ends;
  const splits = graph.nodes.some(({ id }) => graph.leaves(id) && (ran.get(id)?.ports.length ?? 2) > 1);
  const end = only === undefined ? undefined : ran.get(only.id);
  if (end === undefined || ends.length > 1 || splits || graph.isRacing) return anything;
  return end.ports.includes('error') ? join(end.output, end.failure) : end.output;
}

/** What a loop hands on, as it is set to. */
export function loopOutput(
  node: FlowNode,
  { graph, ran, min }: { graph: Graph; ran: ReadonlyMap<string, Ran>; min: number },
): Type {
  const outcome = outcomeOf(graph, ran);
  const json = outcome.missing ? join(present(outcome), nullType) : outcome;
  const { onItemError, output } = node.config ?? {};
  if (output !== undefined && output !== 'list') return anything;
  if (onItemError === 'collect') {
    const counts = { total: integerType, succeeded: integerType, failed: integerType };
    return objectOf({ results: { any: true }, errors: listOf({ any: true }), ...counts });
  }
  return listOf(onItemError === 'continue' ? join(json, nullType) : json, min);
}
