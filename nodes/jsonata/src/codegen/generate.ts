import { type Node, need, type StageNode } from '../parse/ast.ts';
import { generateApply, generateCall, generateLastCall, generatePartial } from './calls.ts';
import { generateBlock, generateCondition } from './conditions.ts';
import { generateGroup, generateList, generateObject } from './constructors.ts';
import { generateFilter, stagePlan } from './filters.ts';
import type { Generator, Place } from './generator.ts';
import { generateLambda } from './lambdas.ts';
import { NotCompiled } from './not-compiled.ts';
import { generateBinary } from './operators.ts';
import { generatePath } from './paths.ts';
import { generateRegex, generateTransform } from './transforms.ts';
import { isNeverList, numberLiteral, quote, type Value } from './value.ts';
import { generateBind, generateParent, generateVariable } from './variables.ts';

type Kind = (node: Node, place: Place, generator: Generator) => Value;

const literal = ({ value }: Node): Value => {
  if (value === null) return { js: 'null', kind: 'null', isData: true };
  if (typeof value === 'boolean') return { js: String(value), kind: 'boolean', isData: true };
  if (typeof value === 'number') return { js: numberLiteral(value), kind: 'number', isData: true };
  return { js: quote(String(value)), kind: 'string', isData: true };
};

const looked: (name: string, ...args: readonly string[]) => Kind =
  (name, ...args) =>
  (_node, { context }, generator) =>
    generator.keep(generator.call(name, context.js, ...args));

function generateName(node: Node, place: Place, generator: Generator): Value {
  return looked(node.keepArray === true ? 'lookupKept' : 'lookup', quote(String(node.value)))(node, place, generator);
}

function generateUnary(node: Node, place: Place, generator: Generator): Value {
  if (node.value === '[') return generateList(node, place, generator);
  if (node.value === '{') return generateObject(node, place, generator);
  const { js } = generator.generate(need(node.expression), place);
  return generator.keep(generator.call('negate', js, String(node.position)), 'number?');
}

const kinds: Readonly<Record<string, Kind>> = {
  string: literal,
  number: literal,
  value: literal,
  name: generateName,
  path: generatePath,
  variable: generateVariable,
  bind: generateBind,
  parent: generateParent,
  block: generateBlock,
  condition: generateCondition,
  binary: generateBinary,
  unary: generateUnary,
  wildcard: (node, place, generator) =>
    looked(node.keepArray === true ? 'allFieldsOf' : 'fieldsOf')(node, place, generator),
  descendant: looked('descendantsOf'),
  regex: generateRegex,
  lambda: (node, place, generator) =>
    node.thunk === true ? generateLastCall(need(node.body), place, generator) : generateLambda(node, place, generator),
  function: (node, place, generator) => generateCall(generator, { node, place, isKept: node.keepArray === true }),
  apply: generateApply,
  partial: generatePartial,
  transform: generateTransform,
};

/** The code of any expression, with what may follow it: predicates, a grouping, `[]`. */
export function generate(node: Node, place: Place, generator: Generator): Value {
  const kind = kinds[node.type];
  if (kind === undefined) throw new NotCompiled(`It has a part of the kind ${node.type}.`);
  const hasMore = node.predicate !== undefined || (node.group !== undefined && node.type !== 'path');
  const endsFunction = place.endsFunction === true && !hasMore && ['lambda', 'block', 'condition'].includes(node.type);
  let value = kind(node, { ...place, endsFunction }, generator);
  const here = { context: place.context, scope: place.scope };
  for (const stage of node.predicate ?? []) value = predicateOn(node, value, { stage, place: here, generator });
  if (node.group !== undefined && node.type !== 'path') {
    value = generateGroup(node.group, value, { place: here, generator, inTuples: node.tuple === true });
  }
  return unwrap(node, value, generator);
}

interface Predicate {
  readonly stage: StageNode;
  readonly place: Place;
  readonly generator: Generator;
}

function predicateOn(node: Node, value: Value, { stage, place, generator }: Predicate): Value {
  // Where `[]` follows, one item stays a list.
  if (node.tuple !== true && node.keepArray !== true) return generateFilter(generator, stage, { value, place });
  return generator.keep(generator.call('filterBy', value.js, stagePlan(generator, stage, place, node.tuple === true)));
}

/** Kinds whose value is unwrapped already. */
const unwrapped = new Set(['name', 'path', 'variable', 'bind', 'lambda']);

function unwrap(node: Node, value: Value, generator: Generator): Value {
  if (isNeverList(value)) return value;
  if (node.keepArray === true) return generator.keep(generator.call('normKept', value.js), 'any', value.isData);
  const isUnwrapped = unwrapped.has(node.type) || value.kind === 'list' || value.isUnwrapped === true;
  if (isUnwrapped && node.predicate === undefined) return value;
  return generator.keep(generator.call('norm', value.js), 'any', value.isData);
}
