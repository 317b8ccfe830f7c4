import { type GroupNode, type Node, pairsOf } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { innerFunction } from './inner.ts';
import { isDefined, isNeverList, quote, type Value } from './value.ts';

export function generateList(node: Node, place: Place, generator: Generator): Value {
  const items = (node.expressions ?? []).map((item) => ({ item, value: generator.generate(item, place) }));
  // The reference looks at the value of a literal, too, but no literal but a text can be a bracket.
  const isWhole = ({ item, value }: (typeof items)[number]) =>
    item.value === '[' ? isDefined(value) : isDefined(value) && isNeverList(value);
  const known = items.every(isWhole);
  const list = generator.keep(known ? `[${items.map(({ value }) => value.js).join(', ')}]` : '[]', 'list');
  if (!known) for (const { item, value } of items) emitItem(generator, list, { isNested: item.value === '[', value });
  if (node.consarray === true) generator.emit(`${generator.call('markCons', list.js)};`);
  return list;
}

function emitItem(
  generator: Generator,
  list: Value,
  item: { readonly isNested: boolean; readonly value: Value },
): void {
  const { js } = item.value;
  if (item.isNested) generator.emit(`if (${js} !== undefined) ${list.js}.push(${js});`);
  else generator.emit(`${generator.call('addItems', list.js, js)};`);
}

function isLiteralKey(key: Node): boolean {
  const reserved = ['__proto__', '_jsonata_lambda', '_jsonata_function'];
  return (
    key.type === 'string' &&
    key.predicate === undefined &&
    key.group === undefined &&
    !reserved.includes(String(key.value))
  );
}

export function generateObject(node: Node, place: Place, generator: Generator): Value {
  const pairs = pairsOf(node);
  const keys = pairs.map(([key]) => key);
  const isLiteral = keys.every(isLiteralKey) && new Set(keys.map(({ value }) => value)).size === keys.length;
  if (!isLiteral)
    return generateGroup({ lhs: pairs, position: node.position ?? 0 }, place.context, { place, generator });
  const context = foldContext(place.context, generator);
  const values = pairs.map(([, value]) => generator.generate(value, { context, scope: place.scope }));
  const fields = keys.map((key, at) => `${quote(String(key.value))}: ${values[at]?.js ?? 'undefined'}`);
  const object = generator.keep(`{ ${fields.join(', ')} }`, 'object');
  const unsure = values.filter((value) => !isDefined(value)).map(({ js }) => `${js} === undefined`);
  if (unsure.length > 0)
    generator.emit(`if (${unsure.join(' || ')}) ${object.js} = ${generator.call('compact', object.js)};`);
  return object;
}

/** Over a list each field sees all items. */
function foldContext(context: Value, generator: Generator): Value {
  if (isNeverList(context)) return context;
  const folded = generator.keep(`isArray(${context.js}) ? ${generator.call('foldItems', context.js)} : ${context.js}`);
  return { ...folded, isData: context.isData };
}

interface GroupPlace {
  readonly place: Place;
  readonly generator: Generator;
  readonly inTuples?: boolean;
}

/** Grouping by keys: of a list of items, or of tuples. */
export function generateGroup(
  group: GroupNode,
  input: Value,
  { place, generator, inTuples = false }: GroupPlace,
): Value {
  const inner = (node: Node) => innerFunction(generator, node, place, { isData: input.isData, inTuples });
  const pairs = group.lhs.map(([key, value]) => `[${inner(key)}, ${inner(value)}]`);
  return generator.keep(generator.call('group', input.js, `[${pairs.join(', ')}]`, String(group.position)), 'object');
}
