import type { FlowDocument } from '@invoicepatch/sdk';
import { findParent } from './graph.ts';

/** The loops around a step, outermost first. */
export function loopsAround(document: FlowDocument, nodeId: string): string[] {
  const parent = findParent(document, nodeId);
  return parent === undefined ? [] : [...loopsAround(document, parent), parent];
}

/** `each[2].post`: a step as runs name it, for the chosen item of each loop around it (the first, when none is chosen). */
export function toStepPath(document: FlowDocument, nodeId: string, items: ReadonlyMap<string, number>): string {
  const loops = loopsAround(document, nodeId).map((loop) => `${loop}[${items.get(loop) ?? 0}].`);
  return `${loops.join('')}${nodeId}`;
}

/** The items that a step's name stands for: `each[2].post` → `each` is at 2. */
export function toItems(step: string): Map<string, number> {
  return new Map(
    [...step.matchAll(/([A-Za-z0-9_]+)\[(\d+)\]/g)].map(([, loop = '', index = '0']) => [loop, Number(index)]),
  );
}

export function toNodeId(step: string): string {
  return step.split('.').at(-1) ?? step;
}
