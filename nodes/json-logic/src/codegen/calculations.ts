import { argumentCode, givenTo, listCode, numberOf, type Operator, truthOf } from './given.ts';
import { type Place, quoted, under } from './place.ts';
import type { RuleWriter, Value } from './rule-writer.ts';

export interface Sum {
  readonly sign: string;
  /** The runtime's function for any list of arguments. */
  readonly slow: string;
}

/** A few arguments are worked out where they stand. */
export function calculating({ sign, slow }: Sum): Operator {
  return (rule, place, writer) => {
    if (!Array.isArray(rule) || rule.length < 2 || rule.length > 8) {
      return writer.keep(writer.call(slow, listCode(givenTo(rule, place, writer)), quoted(place)), 'number');
    }
    const values = rule.map((each, at) => writer.generate(each, under(place, at)));
    const code = values.map((value) => numberOf(value, place, writer)).join(` ${sign} `);
    return writer.keep(writer.call('finite', code, quoted(place)), 'number');
  };
}

/** The only argument of an operator that takes one: a computed list is that argument, not a list of them. */
export function only(rule: unknown, place: Place, writer: RuleWriter): Value {
  return Array.isArray(rule) ? writer.generate(rule[0] ?? null, under(place, 0)) : writer.generate(rule, place);
}

export function generateNot(rule: unknown, place: Place, writer: RuleWriter): Value {
  return writer.keep(`!${truthOf(only(rule, place, writer), writer)}`, 'boolean');
}

export function generateTruth(rule: unknown, place: Place, writer: RuleWriter): Value {
  return writer.keep(truthOf(only(rule, place, writer), writer), 'boolean');
}

export function generateLength(rule: unknown, place: Place, writer: RuleWriter): Value {
  return writer.keep(writer.call('lengthOf', only(rule, place, writer).js, quoted(place)), 'number');
}

export function generateCat(rule: unknown, place: Place, writer: RuleWriter): Value {
  const given = givenTo(rule, place, writer);
  if (!given.isCounted) return writer.keep(writer.call('joinTexts', given.list), 'string');
  const texts = given.values.map(({ js, kind }) => (kind === 'string' ? js : writer.call('toText', js)));
  return writer.keep(['""', ...texts].join(' + '), 'string');
}

export function generateIn(rule: unknown, place: Place, writer: RuleWriter): Value {
  const given = givenTo(rule, place, writer);
  return writer.keep(writer.call('isIn', argumentCode(given, 0), argumentCode(given, 1)), 'boolean');
}

/** The first argument, handed to a function of the runtime. */
export function onFirst(name: string): Operator {
  return (rule, place, writer) =>
    writer.keep(writer.call(name, argumentCode(givenTo(rule, place, writer), 0), quoted(place)));
}

/** The value itself. What `log` would write is nobody's to read. */
export function generateLog(rule: unknown, place: Place, writer: RuleWriter): Value {
  return writer.keep(argumentCode(givenTo(rule, place, writer), 0));
}

/** `preserve`: the argument as it is written, whatever it looks like. */
export function generatePreserve(rule: unknown, _place: Place, writer: RuleWriter): Value {
  return writer.literal(rule);
}
