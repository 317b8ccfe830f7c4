import { leftOf, type Node, need } from '../parse/ast.ts';
import { builtinNames } from '../parse/builtin-names.ts';
import type { Generator, Place } from './generator.ts';
import { NotCompiled } from './not-compiled.ts';
import type { Scope } from './scope.ts';
import { isNeverList, quote, type Value } from './value.ts';

/** A scope with a name of the language's own at its end: `$$`, bindings, built-in functions. */
export function outermost(generator: Generator, name: string): Value {
  if (name === '$') return { js: '$root', kind: 'any', isData: true };
  if (name === 'eval') throw new NotCompiled('It uses $eval, whose program is not known before it runs.');
  if (isBuiltinName(name)) return { js: generator.builtin(name), kind: 'function', isData: false };
  return { js: generator.constantOfRun(`R.binding(bindings, ${quote(name)})`), kind: 'any', isData: true };
}

export function isBuiltinName(name: string): boolean {
  return builtinNames.has(name);
}

/** The code that reads a name, and what is known about its value. */
export function readName(generator: Generator, scope: Scope | undefined, name: string): Value {
  if (scope === undefined) return outermost(generator, name);
  const variable = scope.variables.get(name);
  if (variable?.value !== undefined) return variable.value;
  const outer = readAround(generator, scope, name);
  if (variable === undefined) return outer;
  return { js: `(${variable.js} === UNSET ? ${outer.js} : ${variable.js})`, kind: 'any', isData: false };
}

function readAround(generator: Generator, scope: Scope, name: string): Value {
  const outer = readName(generator, scope.outer, name);
  if (scope.tuple === undefined || !generator.tupleNames.has(name)) return outer;
  const own = `${generator.call('hasBound', scope.tuple, quote(name))} ? ${scope.tuple}[${quote(name)}]`;
  return { js: `(${own} : ${outer.js})`, kind: 'any', isData: false };
}

/** The built-in function that a name means here, if it can't mean anything else. */
export function isPlainBuiltin(generator: Generator, scope: Scope | undefined, name: string): boolean {
  for (let each = scope; each !== undefined; each = each.outer) {
    if (each.variables.has(name) || (each.tuple !== undefined && generator.tupleNames.has(name))) return false;
  }
  return isBuiltinName(name);
}

export function generateVariable(node: Node, { context, scope }: Place, generator: Generator): Value {
  const name = String(node.value);
  if (name === '') return readContext(context, generator);
  const value = readName(generator, scope, name);
  return /^\w+$|^\$root$/.test(value.js) ? value : generator.keep(generator.call('norm', value.js));
}

function readContext(context: Value, generator: Generator): Value {
  if (context.isRoot === true) return generator.keep(generator.call('unwrapInput', context.js), 'any', context.isData);
  if (context.isData || isNeverList(context)) return context;
  return generator.keep(generator.call('norm', context.js));
}

export function generateBind(node: Node, place: Place, generator: Generator): Value {
  const bound = generator.generate(need(node.rhs), place);
  // A list of one list is unwrapped again by whatever hands it on.
  const isSettled = isNeverList(bound) || bound.isData || bound.kind === 'list';
  const value = isSettled ? bound : generator.keep(generator.call('norm', bound.js), bound.kind);
  const name = String(leftOf(node).value);
  let scope: Scope | undefined = place.scope;
  while (scope !== undefined && !scope.variables.has(name)) scope = scope.outer;
  const variable = need(scope?.variables.get(name));
  generator.emit(`${variable.js} = ${value.js};`);
  if (variable.isBoundOnce && scope?.depth === generator.depth) variable.value = { ...value, js: variable.js };
  return value;
}

export function generateParent(node: Node, { scope }: Place, generator: Generator): Value {
  const { js } = readName(generator, scope, need(node.slot).label);
  return generator.keep(generator.call('norm', js));
}
