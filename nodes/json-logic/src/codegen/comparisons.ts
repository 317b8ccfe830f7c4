import { type Operator, refuse } from './given.ts';
import { type Place, quoted, under } from './place.ts';
import type { RuleWriter, Value } from './rule-writer.ts';

type Compare = (left: Value, right: Value, at: { readonly place: Place; readonly writer: RuleWriter }) => string;

interface Order {
  readonly sign: string;
  /** The runtime's function for what are not two numbers. */
  readonly slow: string;
  readonly isTurned?: boolean;
  readonly isDenied?: boolean;
}

/** Numbers are compared at once, all else by the runtime. */
export function loosely({ sign, slow, isTurned = false, isDenied = false }: Order): Compare {
  return (left, right, { place, writer }) => {
    const quick = `${left.js} ${sign} ${right.js}`;
    if (left.kind === 'number' && right.kind === 'number') return quick;
    const [first, second] = isTurned ? [right, left] : [left, right];
    const careful = `${isDenied ? '!' : ''}${writer.call(slow, first.js, second.js, quoted(place))}`;
    const unknown = [left, right].filter(({ kind }) => kind !== 'number');
    if (unknown.some(({ kind }) => kind !== 'any')) return careful;
    return `${unknown.map(({ js }) => `typeof ${js} === 'number'`).join(' && ')} ? ${quick} : ${careful}`;
  };
}

/** Compares neighbours, and goes no further than the first pair that does not hold. */
export function comparing(compare: Compare): Operator {
  return (rule, place, writer) => {
    if (!Array.isArray(rule) || rule.length < 2) return refuse(place, writer);
    const at = { place, writer };
    let left = writer.generate(rule[0], under(place, 0));
    if (rule.length === 2) {
      return writer.keep(compare(left, writer.generate(rule[1], under(place, 1)), at), 'boolean');
    }
    const result = writer.variable('false');
    const end = writer.fresh('end');
    const code = writer.capture(() => {
      for (const [position, each] of rule.entries()) {
        if (position === 0) continue;
        const right = writer.generate(each, under(place, position));
        writer.line(`${result} = ${compare(left, right, at)};`);
        writer.line(`if (!${result}) break ${end};`);
        left = right;
      }
    });
    writer.line(`${end}: {\n${code}\n}`);
    return { js: result, kind: 'boolean' };
  };
}

export function exactly(sign: string): Compare {
  return (left, right) => `${left.js} ${sign} ${right.js}`;
}
