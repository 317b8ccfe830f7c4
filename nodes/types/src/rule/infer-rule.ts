import type { Json } from '@invoicepatch/sdk';
import type { Finding } from '../finding/finding.ts';
import { findNearest } from '../finding/nearest.ts';
import { say } from '../finding/sentences.ts';
import { join } from '../type/join.ts';
import { type Language, show } from '../type/show.ts';
import {
  anything,
  anyValue,
  booleanType,
  fieldOf,
  isMissing,
  isNever,
  kinds,
  listOf,
  literalType,
  nullType,
  numberType,
  present,
  stringType,
  type Type,
  without,
} from '../type/type.ts';

interface Look {
  readonly data: Type;
  readonly path: readonly string[];
  readonly inference: RuleInference;
  /** What surely is evaluated, whatever the data. */
  readonly probing: boolean;
}

type Operator = (operands: readonly Json[], look: Look) => Type;

class RuleInference {
  readonly findings: Finding[] = [];
  readonly language: Language;

  constructor(language: Language) {
    this.language = language;
  }

  report(look: Look, finding: Omit<Finding, 'range' | 'path'>): void {
    this.findings.push({ ...finding, path: look.path.join('.'), range: { start: 0, end: 0 } });
  }
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function reportField(name: string, type: Type, look: Look): void {
  const { language } = look.inference;
  const { object } = type;
  const isSample = object?.sampled === true;
  if (object === undefined) return;
  const near = findNearest(name, object.fields.keys());
  const facts = { name, near, of: show(type, language) };
  look.inference.report(look, {
    severity: isSample || look.probing ? 'warning' : 'error',
    code: 'flow.unknown-field',
    message: say(isSample ? 'notInSample' : 'unknownField', language, facts),
  });
}

/** One name of a path, in an object or at a place of a list. What is not there reads as null. */
function step(type: Type, name: string, look: Look): Type {
  if (type.any) return anything;
  const { object, array } = type;
  const field = object === undefined ? {} : fieldOf(object, name);
  const item =
    array === undefined
      ? {}
      : /^\d+$/.test(name)
        ? { ...array.items, missing: true as const }
        : { missing: true as const };
  const others = without(type, 'object', 'array');
  const unknown =
    object !== undefined && isMissing(field) && array === undefined && isNever(without(others, 'missing'));
  const sampled = object?.sampled === true && !object.fields.has(name);
  if (unknown || sampled) reportField(name, type, look);
  return join(field, item, isNever(others) ? {} : { missing: true });
}

function readField(path: Json, look: Look): Type {
  if (path === '' || path === null) return look.data;
  if (typeof path !== 'string' && typeof path !== 'number') return anything;
  // Names with dots of their own, and ways out of a loop, are not followed.
  if (/[\\/]/.test(String(path))) return anything;
  return String(path)
    .split('.')
    .reduce<Type>((type, name) => step(type, name, look), look.data);
}

const variable: Operator = (operands, look) => {
  const [path = '', otherwise] = operands;
  const found = readField(path, { ...look, probing: look.probing || otherwise !== undefined });
  if (!found.missing) return found;
  return join(present(found), otherwise === undefined ? nullType : inferIn(otherwise, look, 1));
};

function inferIn(operand: Json, look: Look, index: number): Type {
  return inferLogic(operand, { ...look, path: [...look.path, String(index)] });
}

function each(operands: readonly Json[], look: Look): readonly Type[] {
  return operands.map((operand, index) => inferIn(operand, look, index));
}

/** What `Number()` makes a number of: everything but lists of several and objects, and texts that are none. */
function reportOperands(operator: string, types: readonly Type[], look: Look): void {
  for (const type of types) {
    const words = type.string?.literals?.every((text) => Number.isNaN(Number(text)));
    const bad = !type.any && isNever(without(type, 'object', ...(words ? (['string'] as const) : []), 'missing'));
    if (!bad || isNever(present(type))) continue;
    const { language } = look.inference;
    const facts = { operator, expected: language === 'fr' ? 'un nombre' : 'a number', found: show(type, language) };
    look.inference.report(look, {
      severity: 'warning',
      code: 'flow.wrong-operand',
      message: say('wrongOperand', language, facts),
    });
  }
}

const arithmetic =
  (name: string): Operator =>
  (operands, look) => {
    reportOperands(name, each(operands, look), look);
    return { ...numberType, null: true };
  };

const ordering =
  (name: string): Operator =>
  (operands, look) => {
    reportOperands(
      name,
      each(operands, look).filter((type) => type.string?.literals === undefined),
      look,
    );
    return booleanType;
  };

function share(one: Type, other: Type): boolean {
  if (one.any || other.any || isNever(one) || isNever(other)) return true;
  return kinds.some((kind) => {
    if (one[kind] === undefined || other[kind] === undefined) return false;
    const [left, right] = [one.string?.literals, other.string?.literals];
    return kind !== 'string' || left === undefined || right === undefined || left.some((text) => right.includes(text));
  });
}

const equality =
  (name: string): Operator =>
  (operands, look) => {
    const [left = anything, right = anything] = each(operands, look);
    const strict = name.length === 3;
    const textual = left.string !== undefined && right.string !== undefined && Object.keys(left).length === 1;
    if ((strict || (textual && Object.keys(right).length === 1)) && !share(present(left), present(right))) {
      const { language } = look.inference;
      const near = findNearest(right.string?.literals?.[0] ?? '', left.string?.literals ?? []);
      const facts = { operator: name, left: show(left, language), right: show(right, language), near };
      look.inference.report(look, {
        severity: 'warning',
        code: 'flow.never-equal',
        message: say('neverEqual', language, facts),
      });
    }
    return booleanType;
  };

function itemOf(list: Type): Type {
  return list.any ? anything : (list.array?.items ?? {});
}

/** `map`, `filter`, `all`, … look at each item of a list with a rule of its own. */
function overItems(operands: readonly Json[], look: Look): { readonly list: Type; readonly result: Type } {
  const list = inferIn(operands[0] ?? null, look, 0);
  const inner = { ...look, data: itemOf(list), path: [...look.path, '1'] };
  return { list, result: isNever(itemOf(list)) ? anyValue : inferLogic(operands[1] ?? null, inner) };
}

const choose: Operator = (operands, look) => {
  const types = each(operands, { ...look, probing: true });
  const results = types.filter((_, index) => index % 2 === 1 || index === types.length - 1);
  return operands.length % 2 === 1 ? join(...results) : join(...results, nullType);
};

const anyOf: Operator = (operands, look) => join(...each(operands, { ...look, probing: true }));

/** Operands are looked at; what comes out doesn't depend on them. */
const giving =
  (result: Type, probing = false): Operator =>
  (operands, look) => {
    each(operands, { ...look, probing: look.probing || probing });
    return result;
  };

const aboutItems: Operator = (operands, look) => {
  overItems(operands, look);
  return booleanType;
};

const operators: Readonly<Record<string, Operator>> = {
  var: variable,
  missing: () => listOf(anyValue),
  missing_some: () => listOf(anyValue),
  if: choose,
  '?:': choose,
  and: anyOf,
  or: anyOf,
  '!': giving(booleanType, true),
  '!!': giving(booleanType, true),
  '==': equality('=='),
  '===': equality('==='),
  '!=': equality('!='),
  '!==': equality('!=='),
  '>': ordering('>'),
  '>=': ordering('>='),
  '<': ordering('<'),
  '<=': ordering('<='),
  '+': arithmetic('+'),
  '-': arithmetic('-'),
  '*': arithmetic('*'),
  '/': arithmetic('/'),
  '%': arithmetic('%'),
  min: arithmetic('min'),
  max: arithmetic('max'),
  merge: (operands, look) =>
    listOf(
      join(...each(operands, look).map((type) => (type.array ? join(type.array.items, without(type, 'array')) : type))),
    ),
  in: giving(booleanType),
  cat: giving(stringType),
  substr: giving(stringType),
  map: (operands, look) => listOf(overItems(operands, look).result),
  filter: (operands, look) => listOf(itemOf(overItems(operands, look).list)),
  reduce: (operands, look) => {
    inferIn(operands[0] ?? null, look, 0);
    return anything;
  },
  all: aboutItems,
  none: aboutItems,
  some: aboutItems,
};

function inferLogic(logic: Json, look: Look): Type {
  if (Array.isArray(logic)) return listOf(join(...each(logic, look)), logic.length, logic.length);
  if (!isRecord(logic)) return typeof logic === 'object' ? nullType : literalType(logic);
  const [entry, ...others] = Object.entries(logic);
  if (entry === undefined || others.length > 0) return { object: { fields: new Map(), rest: anyValue } };
  const [name, operands] = entry;
  const operator = operators[name];
  return operator === undefined ? anything : operator(toList(operands), { ...look, path: [...look.path, name] });
}

/**
 * The type of a JSON logic rule's result for data of a type, and what is wrong with it. What can't be compared ends some rules and
 * not others, so findings about operands are warnings. A finding's `path` leads to its operator.
 */
export function inferRule(
  logic: Json,
  { input, language = 'en' }: { readonly input: Type; readonly language?: Language },
): { readonly type: Type; readonly findings: readonly Finding[] } {
  const inference = new RuleInference(language);
  const type = inferLogic(logic, { data: input, path: [], inference, probing: false });
  return { type, findings: inference.findings };
}
