import { operatorOf, type Place, quoted, under } from './place.ts';
import type { Kind, RuleWriter, Value } from './rule-writer.ts';

export type Operator = (rule: unknown, place: Place, writer: RuleWriter) => Value;

/** What an operator is given: so many values, or a list that is known when the rule runs. */
export type Given =
  | { readonly isCounted: true; readonly values: readonly Value[] }
  | { readonly isCounted: false; readonly list: string };

export function givenTo(rule: unknown, place: Place, writer: RuleWriter): Given {
  if (Array.isArray(rule)) {
    return { isCounted: true, values: rule.map((each, at) => writer.generate(each, under(place, at))) };
  }
  const value = writer.generate(rule, place);
  const isSingle = operatorOf(rule) === undefined || ['number', 'boolean', 'string', 'null'].includes(value.kind);
  if (isSingle) return { isCounted: true, values: [value] };
  return { isCounted: false, list: writer.keep(writer.call('listOf', value.js), 'list').js };
}

export function listCode(given: Given): string {
  return given.isCounted ? `[${given.values.map(({ js }) => js).join(', ')}]` : given.list;
}

/** Code of one argument; nothing where there is none. */
export function argumentCode(given: Given, at: number): string {
  return given.isCounted ? (given.values[at]?.js ?? 'null') : `(${given.list}[${at}] ?? null)`;
}

/** An operator that is a function of the runtime over its list of arguments. */
export function onList(name: string, kind: Kind): Operator {
  return (rule, place, writer) =>
    writer.keep(writer.call(name, listCode(givenTo(rule, place, writer)), quoted(place)), kind);
}

/** Code that stops the rule, for arguments that can't be right whatever the data is. */
export function refuse(place: Place, writer: RuleWriter): Value {
  writer.line(`${writer.call('failArguments', quoted(place))};`);
  return { js: 'null', kind: 'null' };
}

export function truthOf({ js, kind }: Value, writer: RuleWriter): string {
  if (kind === 'boolean') return js;
  return kind === 'number' || kind === 'string' ? `Boolean(${js})` : writer.call('isTrue', js);
}

export function numberOf({ js, kind }: Value, place: Place, writer: RuleWriter): string {
  if (kind === 'number') return js;
  return `(typeof ${js} === 'number' ? ${js} : ${writer.call('toNumber', js, quoted(place))})`;
}
