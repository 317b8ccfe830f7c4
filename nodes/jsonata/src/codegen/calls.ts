import { leftOf, type Node, need } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { readPicture } from './pictures.ts';
import { type QuickCall, quickCalls } from './quick-calls.ts';
import { quote, type Value } from './value.ts';
import { isBuiltinName, isPlainBuiltin, readName } from './variables.ts';

interface Call {
  readonly node: Node;
  readonly place: Place;
  /** The left side of `~>`. */
  readonly applied?: Value;
  /** `[]` follows: the result's own list is wanted. */
  readonly isKept?: boolean;
}

const nameOf = (procedure: Node): unknown =>
  procedure.type === 'path' ? procedure.steps?.[0]?.value : procedure.value;

/** Whatever stands where a name should tells what was called, be it a number. */
function tokenCode(token: unknown): string {
  if (typeof token === 'string') return quote(token);
  return token === null || typeof token === 'number' || typeof token === 'boolean' ? String(token) : 'undefined';
}

/** Where a call stands, as a constant. */
function siteOf(generator: Generator, node: Node, isTail: boolean): string {
  const procedure = need(node.procedure);
  const token = isTail && procedure.type !== 'variable' ? undefined : nameOf(procedure);
  const position = isTail ? procedure.position : node.position;
  return generator.constant(`{ position: ${position ?? 'undefined'}, token: ${tokenCode(token)}, tail: ${isTail} }`);
}

/** The name of the built-in function that is called, if it can't be anything else. */
function builtinOf(generator: Generator, { node, place }: Call): string | undefined {
  const procedure = need(node.procedure);
  if (procedure.type !== 'variable' || procedure.predicate !== undefined || procedure.group !== undefined)
    return undefined;
  const name = String(procedure.value);
  return name !== 'eval' && isPlainBuiltin(generator, place.scope, name) ? name : undefined;
}

function argumentsOf(generator: Generator, { node, place, applied }: Call): readonly Value[] {
  const inside = { context: place.context, scope: place.scope };
  const given = (node.arguments ?? []).map((argument) => generator.generate(argument, inside));
  return applied === undefined ? given : [applied, ...given];
}

const list = (values: readonly Value[]): string => `[${values.map(({ js }) => js).join(', ')}]`;

/** A function that is a value, too, notes where it was called by name: its failures tell, whoever calls it. */
const isNoted = (generator: Generator, name: string): boolean => generator.handedNames.has(name);

/** A body of our own unwraps its list at once, which is too early for a predicate or a grouping. */
function quickFor(
  generator: Generator,
  name: string,
  { count, call: { node, isKept } }: { count: number; call: Call },
): QuickCall | undefined {
  if (isKept === true || isNoted(generator, name)) return undefined;
  const quick = quickCalls.get(`${name}/${count}`);
  const goesOn = node.predicate !== undefined || node.group !== undefined;
  return goesOn && quick?.isScalar === false ? undefined : quick;
}

function callBuiltin(generator: Generator, name: string, call: Call): Value {
  const values = argumentsOf(generator, call);
  const site = siteOf(generator, call.node, false);
  const written = generateDate(generator, name, { call, values, site });
  if (written !== undefined) return written;
  const quick = quickFor(generator, name, { count: values.length, call });
  const { js } = call.place.context;
  if (quick === undefined) {
    return generator.keep(generator.call('callBuiltin', generator.builtin(name), list(values), js, site));
  }
  const cutOut = generateCut(generator, name, { call, values, site });
  if (cutOut !== undefined) return cutOut;
  const value = generator.keep(quickCode(generator, quick.name, { name, values, context: js, site }), quick.kind);
  return { ...value, isUnwrapped: true };
}

interface Quick {
  readonly name: string;
  readonly values: readonly Value[];
  readonly context: string;
  readonly site: string;
}

function quickCode(generator: Generator, quick: string, { name, values, context, site }: Quick): string {
  const call = generator.constant(`{ callee: ${generator.builtin(name)}, site: ${site} }`);
  return generator.call(quick, call, context, ...values.map(({ js }) => js));
}

interface WrittenCall {
  readonly call: Call;
  readonly values: readonly Value[];
  readonly site: string;
}

/** `$substring` from a number to a number that are known now. */
function generateCut(generator: Generator, name: string, { call, values, site }: WrittenCall): Value | undefined {
  const [text, start, length] = values;
  const numbers =
    call.node.arguments?.slice(-2).map(({ type, value }) => (type === 'number' ? Number(value) : -1)) ?? [];
  const isKnown = numbers.every((number) => Number.isInteger(number) && number >= 0);
  if (name !== 'substring' || !isKnown || text === undefined || start === undefined || length === undefined)
    return undefined;
  const slow = generator.call(
    'viaLibrary',
    generator.constant(`{ callee: ${generator.builtin(name)}, site: ${site} }`),
    call.place.context.js,
    list(values),
  );
  const quick = generator.call('cut', text.js, start.js, length.js);
  return generator.keep(`(typeof ${text.js} === 'string' ? ${quick} : undefined) ?? ${slow}`);
}

/** `$fromMillis` with a picture that is known now. */
function generateDate(generator: Generator, name: string, { call, values, site }: WrittenCall): Value | undefined {
  const picture = call.node.arguments?.at(-1);
  const [millis, second] = values;
  const isWritten =
    name === 'fromMillis' &&
    !isNoted(generator, name) &&
    values.length === 2 &&
    picture?.type === 'string' &&
    call.isKept !== true;
  const parts = isWritten && picture.predicate === undefined ? readPicture(String(picture.value)) : undefined;
  if (parts === undefined || millis === undefined || second === undefined) return undefined;
  const quick = generator.call('writeDate', millis.js, generator.constant(JSON.stringify(parts)));
  const slow = generator.call('callBuiltin', generator.builtin(name), list(values), call.place.context.js, site);
  return generator.keep(`${quick} ?? ${slow}`);
}

/** A name without its dollar sign is no function, but shows what was meant. */
function emitMeant(
  generator: Generator,
  { node, place }: Call,
  { callee, code }: { callee: Value; code: string },
): void {
  const procedure = need(node.procedure);
  const name = nameOf(procedure);
  if (procedure.type !== 'path' || typeof name !== 'string') return;
  const meant = isBuiltinName(name) ? 'true' : readName(generator, place.scope, name).js;
  const failure = generator.call('forgotDollar', quote(code), String(node.position), quote(name));
  generator.emit(`if (${callee.js} === undefined && ${meant}) ${failure};`);
}

export function generateCall(generator: Generator, call: Call): Value {
  const name = builtinOf(generator, call);
  if (name !== undefined) return callBuiltin(generator, name, call);
  const callee = generator.generate(need(call.node.procedure), {
    context: call.place.context,
    scope: call.place.scope,
  });
  emitMeant(generator, call, { callee, code: 'T1005' });
  const values = argumentsOf(generator, call);
  const site = siteOf(generator, call.node, false);
  return generator.keep(generator.call('callAt', callee.js, list(values), call.place.context.js, site));
}

/** A call that ends a function is left to whoever called the function. */
export function generateLastCall(node: Node, place: Place, generator: Generator): Value {
  const call = { node, place };
  const result = generator.fresh('t');
  const { code } = generator.capture(() => {
    const name = builtinOf(generator, call);
    const site = siteOf(generator, node, true);
    const quick =
      name === undefined ? undefined : quickFor(generator, name, { count: node.arguments?.length ?? 0, call });
    if (place.endsFunction === true && quick?.isScalar === true && name !== undefined) {
      const values = argumentsOf(generator, call);
      generator.emit(`${result} = ${quickCode(generator, quick.name, { name, values, context: 'null', site })};`);
      return;
    }
    const callee = name === undefined ? calleeOf(generator, call) : generator.builtin(name);
    // The place is noted before the arguments are worked out, and is what their failures tell.
    generator.emit(`${generator.call('noteLast', callee, site)};`);
    generator.emit(`${result} = ${generator.call('callLast', callee, list(argumentsOf(generator, call)))};`);
  });
  generator.emit(`let ${result};`);
  if (code.includes('\n'))
    generator.emit(`try {\n${code}\n} catch (e) {\nthrow new ${generator.use('PastCall')}(e);\n}`);
  else generator.emit(code);
  return { js: result, kind: 'any', isData: false };
}

function calleeOf(generator: Generator, { node, place }: Call): string {
  return generator.generate(need(node.procedure), { context: place.context, scope: place.scope }).js;
}

export function generatePartial(node: Node, place: Place, generator: Generator): Value {
  const inside = { context: place.context, scope: place.scope };
  const hole = () => generator.constant(`new ${generator.use('Hole')}()`);
  const given = (node.arguments ?? []).map((argument) =>
    argument.type === 'operator' && argument.value === '?' ? hole() : generator.generate(argument, inside).js,
  );
  const procedure = need(node.procedure);
  const callee = generator.generate(procedure, inside);
  emitMeant(generator, { node, place }, { callee, code: 'T1007' });
  const name = nameOf(procedure);
  const failure = `{ position: ${node.position}, token: ${tokenCode(name)} }`;
  return generator.keep(
    generator.call('partial', callee.js, `[${given.join(', ')}]`, generator.constant(failure)),
    'function',
  );
}

export function generateApply(node: Node, place: Place, generator: Generator): Value {
  const inside = { context: place.context, scope: place.scope };
  const applied = generator.generate(leftOf(node), inside);
  const right = need(node.rhs);
  if (right.type === 'function') {
    return generateCall(generator, { node: right, place, applied, isKept: node.keepArray === true });
  }
  const callee = generator.generate(right, inside);
  return generator.keep(generator.call('applyTo', applied.js, callee.js, String(node.position)));
}
