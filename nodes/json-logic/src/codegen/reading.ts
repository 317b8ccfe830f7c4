import { climbOf, splitPath } from '../runtime/fields.ts';
import { argumentCode, type Given, givenTo, listCode } from './given.ts';
import { argumentOf, isPlain, type Level, operatorOf, type Place, quoted, under } from './place.ts';
import type { RuleWriter, Value } from './rule-writer.ts';

/** Names that some value inherits: a field of that name is looked for among the value's own. */
export function isInherited(name: string): boolean {
  return [Object, Array, String, Number, Boolean].some(({ prototype }) => name !== 'length' && name in prototype);
}

/** Code that follows a path from a level. */
export function pathCode(level: Level, path: readonly string[], writer: RuleWriter): string {
  const [first, ...more] = path;
  if (first === undefined) return level.whole;
  const fields = level.fields;
  let code =
    fields === undefined ? level.whole : ((Object.hasOwn(fields, first) ? fields[first] : undefined) ?? 'null');
  for (const part of fields === undefined ? path : more) {
    code = isInherited(part)
      ? writer.call('ownField', code, JSON.stringify(part))
      : `${code}?.[${JSON.stringify(part)}]`;
  }
  return code;
}

interface Aim {
  readonly level: Level;
  readonly path: readonly string[];
}

/** What the text of a `var` means. */
export function aimOf(key: unknown, levels: readonly Level[]): Aim {
  const [nearest = { whole: 'data' }] = levels;
  if (key === null || key === undefined || key === '') return { level: nearest, path: [] };
  const text = String(key);
  const climb = climbOf(text, levels.length);
  const rest = text.slice(climb * 3);
  return { level: levels[climb] ?? nearest, path: rest === '' ? [] : splitPath(rest) };
}

export function isText(rule: unknown): boolean {
  return typeof rule !== 'object' || rule === null;
}

/** What a `var` finds, `undefined` when there is nothing. */
export function found(key: unknown, place: Place, writer: RuleWriter): string {
  if (!isText(key)) {
    return writer.call('readVar', writer.levels(place.levels), writer.generate(key, under(place, 0)).js);
  }
  const { level, path } = aimOf(key, place.levels);
  return pathCode(level, path, writer);
}

export function generateVar(rule: unknown, place: Place, writer: RuleWriter): Value {
  if (operatorOf(rule) !== undefined) {
    const given = givenTo(rule, place, writer);
    const value = writer.keep(writer.call('readVar', writer.levels(place.levels), argumentCode(given, 0)));
    return writer.keep(`${value.js} === undefined ? ${argumentCode(given, 1)} : ${value.js}`);
  }
  const [key, otherwise]: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
  if (otherwise === undefined || otherwise === null) return writer.keep(`${found(key, place, writer)} ?? null`);
  const result = writer.variable(found(key, place, writer));
  const code = writer.capture(() => {
    writer.line(`${result} = ${writer.generate(otherwise, under(place, 1)).js};`);
  });
  writer.line(`if (${result} === undefined) {\n${code}\n}`);
  return { js: result, kind: 'any' };
}

/** How many levels a path of `val` climbs before it begins. */
export function climbIn([first]: readonly unknown[]): number {
  const isClimb = Array.isArray(first) && first.length === 1 && typeof first[0] === 'number';
  return isClimb ? Math.abs(first[0]) : 0;
}

export function generateVal(rule: unknown, place: Place, writer: RuleWriter): Value {
  const given: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
  const isClimb = Array.isArray(given[0]) && given[0].length === 1 && typeof given[0][0] === 'number';
  const path = isClimb ? given.slice(1) : given;
  if (!path.every(isText))
    return writer.keep(writer.call('readVal', writer.levels(place.levels), pathGiven(rule, place, writer)));
  const level = place.levels[climbIn(given)];
  const parts = path.filter((part) => part !== null && part !== undefined).map(String);
  return writer.keep(level === undefined ? 'null' : `${pathCode(level, parts, writer)} ?? null`);
}

/** A path that is known when the rule runs. */
export function pathGiven(rule: unknown, place: Place, writer: RuleWriter): string {
  return Array.isArray(rule) ? listCode(givenTo(rule, place, writer)) : writer.generate(rule, place).js;
}

export function generateExists(rule: unknown, place: Place, writer: RuleWriter): Value {
  const path = pathGiven(rule, place, writer);
  return writer.keep(writer.call('hasPath', writer.levels(place.levels), path), 'boolean');
}

/** The names in the rule's own text, or `undefined` when they are computed. */
export function namesIn(rule: unknown): readonly unknown[] | undefined {
  const list: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
  const names: readonly unknown[] = Array.isArray(list[0]) ? list[0] : list;
  return isPlain(rule) && names.every(isText) ? names : undefined;
}

/** Code that collects those of the names that are not there. */
export function collectMissing(names: readonly unknown[], place: Place, writer: RuleWriter): string {
  const missing = writer.keep('[]', 'list').js;
  for (const name of names) {
    const { level, path } = aimOf(name, place.levels);
    writer.line(
      `if (${writer.call('isMissing', pathCode(level, path, writer))}) ${missing}.push(${writer.literal(name).js});`,
    );
  }
  return missing;
}

export function generateMissing(rule: unknown, place: Place, writer: RuleWriter): Value {
  const names = namesIn(rule);
  if (names !== undefined) return { js: collectMissing(names, place, writer), kind: 'list' };
  const given: Given = givenTo(rule, place, writer);
  return writer.keep(writer.call('listMissing', writer.levels(place.levels), listCode(given)), 'list');
}

export function generateMissingSome(rule: unknown, place: Place, writer: RuleWriter): Value {
  const names = Array.isArray(rule) && Array.isArray(rule[1]) && rule[1].every(isText) ? rule[1] : undefined;
  if (names === undefined || !Array.isArray(rule)) {
    const list = listCode(givenTo(rule, place, writer));
    return writer.keep(writer.call('listSomeMissing', writer.levels(place.levels), list), 'list');
  }
  const needed = writer.generate(rule[0], under(place, 0)).js;
  const missing = collectMissing(names, place, writer);
  return writer.keep(`${names.length} - ${missing}.length >= Number(${needed}) ? [] : ${missing}`, 'list');
}

/** `eachKey`: an object of which each field is computed. */
export function generateEachKey(rule: unknown, place: Place, writer: RuleWriter): Value {
  const result = writer.keep('{}').js;
  const isObject = typeof rule === 'object' && rule !== null && !Array.isArray(rule);
  if (!isObject) writer.line(`${writer.call('failArguments', quoted(place))};`);
  for (const name of isObject ? Object.keys(rule) : []) {
    const value = writer.generate(argumentOf(rule, name), under(place, name)).js;
    writer.line(`${writer.call('putField', result, JSON.stringify(name), value)};`);
  }
  return { js: result, kind: 'any' };
}

/** `pipe`: what each rule gives is the data of the next. */
export function generatePipe(rule: unknown, place: Place, writer: RuleWriter): Value {
  const steps: readonly unknown[] = Array.isArray(rule) ? rule : [rule];
  let value: Value = { js: 'null', kind: 'null' };
  for (const [at, step] of steps.entries()) {
    const outer = [{ whole: 'null' }, ...place.levels];
    const here = at === 0 ? place : { ...place, levels: [{ whole: value.js }, ...outer] };
    value = writer.keep(writer.generate(step, under(here, at)).js);
  }
  return value;
}
