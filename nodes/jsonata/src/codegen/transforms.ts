import { type Node, need } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { innerFunction } from './inner.ts';
import { quote, type Value } from './value.ts';
import { readName } from './variables.ts';

export function generateRegex(node: Node, _place: Place, generator: Generator): Value {
  const { source, flags }: Readonly<Record<string, unknown>> = Object(node.value);
  return generator.keep(
    generator.call('matcher', quote(String(source)), quote(String(flags)), String(node.position)),
    'function',
  );
}

export function generateTransform(node: Node, place: Place, generator: Generator): Value {
  const inner = (part: Node) => innerFunction(generator, part, place);
  const clone = readName(generator, place.scope, 'clone').js;
  const plan = [
    `pattern: ${inner(need(node.pattern))}`,
    `update: ${inner(need(node.update))}`,
    ...(node.delete === undefined ? [] : [`remove: ${inner(node.delete)}`]),
    `position: ${node.position}`,
    `updatePosition: ${node.update?.position}`,
    `removePosition: ${node.delete?.position}`,
    `signature: ${generator.constant("R.signature('<(oa):o>')")}`,
  ];
  return generator.keep(generator.call('transformer', clone, `{ ${plan.join(', ')} }`), 'function');
}
