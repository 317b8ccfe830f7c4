import type { Node } from '@invoicepatch/jsonata/syntax';
import { findNearest } from '../finding/nearest.ts';
import { show, showKinds } from '../type/show.ts';
import { isNever, type ObjectPart, present, type Type, without } from '../type/type.ts';
import type { At } from './at.ts';
import type { Inference } from './inference.ts';

/** The objects that a name is looked up in: lists are looked through. */
function objectsOf(type: Type): { readonly objects: readonly ObjectPart[]; readonly isOpen: boolean } {
  if (type.any) return { objects: [], isOpen: true };
  const inner = type.array === undefined ? undefined : objectsOf(type.array.items);
  const objects = [...(type.object ? [type.object] : []), ...(inner?.objects ?? [])];
  return { objects, isOpen: inner?.isOpen ?? false };
}

function hasField({ fields, rest, sampled }: ObjectPart, name: string): boolean {
  const found = fields.get(name);
  if (found !== undefined) return !isNever(present(found));
  return rest !== undefined && sampled !== true;
}

function reportStep(node: Node, { fields }: ObjectPart, { at, inference }: { at: At; inference: Inference }): void {
  const name = String(node.value);
  const near = findNearest(name, fields.keys());
  const range = inference.ranges.wordOf(node);
  const known = [...fields.keys()].join(', ') || '–';
  const fix = near === undefined || range === undefined ? {} : { fix: { range, insert: near } };
  const facts = { name, near, known };
  inference.report(
    { code: 'flow.unknown-reference', sentence: 'unknownReference', facts, node, certain: 'nothing', ...fix },
    at,
  );
}

function reportUnknown(
  node: Node,
  objects: readonly ObjectPart[],
  { at, inference }: { at: At; inference: Inference },
) {
  const name = String(node.value);
  const names = objects.flatMap(({ fields }) =>
    [...fields].flatMap(([each, type]) => (isNever(present(type)) ? [] : each)),
  );
  const near = findNearest(name, names);
  const isSample = objects.some(({ sampled }) => sampled);
  const range = inference.ranges.wordOf(node);
  const written = near !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(near) ? near : `\`${near}\``;
  inference.report(
    {
      code: 'flow.unknown-field',
      sentence: isSample ? 'notInSample' : 'unknownField',
      facts: { name, near, of: show(at.input, inference.language) },
      node,
      ...(isSample || at.probing ? {} : { certain: 'nothing' }),
      ...(near === undefined || range === undefined ? {} : { fix: { range, insert: written } }),
    },
    at,
  );
}

/** Says when a name is read from what surely doesn't have it. */
export function reportField(node: Node, at: At, inference: Inference): void {
  const name = String(node.value);
  const { objects, isOpen } = objectsOf(at.input);
  const others = without(at.input, 'missing', 'object', 'array');
  if (isOpen || objects.some((object) => hasField(object, name))) return;
  if (at.input.object?.steps) {
    reportStep(node, at.input.object, { at, inference });
    return;
  }
  if (objects.length > 0) {
    reportUnknown(node, objects, { at, inference });
    return;
  }
  // A list of nothing, or nothing at all: whoever gave that has been told.
  if (isNever(others)) return;
  const facts = { name, of: showKinds(others, inference.language) };
  const certain = at.probing ? {} : ({ certain: 'nothing' } as const);
  inference.report({ code: 'flow.never-there', sentence: 'neverThere', facts, node, ...certain }, at);
}
