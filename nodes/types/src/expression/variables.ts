import type { Node } from '@invoicepatch/jsonata/syntax';
import { findNearest } from '../finding/nearest.ts';
import { anything, missing, type Type } from '../type/type.ts';
import type { At } from './at.ts';
import type { Inference } from './inference.ts';

export function inferVariable(node: Node, at: At, inference: Inference): Type {
  const name = String(node.value);
  if (name === '') return at.input;
  const found = at.scope.find(name);
  if (found !== undefined) return found;
  reportUnknown(node, name, { at, inference });
  return missing;
}

function reportUnknown(node: Node, name: string, { at, inference }: { at: At; inference: Inference }): void {
  const near = findNearest(name, at.scope.list().keys());
  const range = inference.ranges.wordOf(node);
  inference.report(
    {
      code: 'flow.unknown-variable',
      sentence: 'unknownVariable',
      facts: { name: `$${name}`, near: near === undefined ? undefined : `$${near}` },
      node,
      ...(at.probing ? {} : { certain: 'nothing' }),
      ...(near === undefined || range === undefined ? {} : { fix: { range, insert: `$${near}` } }),
    },
    at,
  );
}

/** What a step above gave: known where the path that is climbed is. */
export function inferParent(node: Node, at: At): Type {
  return at.scope.find(node.slot?.label ?? '') ?? anything;
}
