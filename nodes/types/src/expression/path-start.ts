import type { Node } from '@invoicepatch/jsonata/syntax';
import type { At } from './at.ts';
import { type Flow, toFlow } from './flow.ts';

/** The values that a path begins with: the items of a list, or the one thing. */
export function startOf(first: Node, at: At): Flow {
  const isVariable = first.type === 'variable';
  if (at.isRoot || isVariable || at.input.array === undefined) {
    if (at.input.any && !at.isRoot && !isVariable) return { item: at.input, min: 0, max: Number.POSITIVE_INFINITY };
    return { item: at.input, min: 1, max: 1 };
  }
  return toFlow(at.input);
}
