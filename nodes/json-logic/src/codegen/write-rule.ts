import type { Operator } from './given.ts';
import { operatorTable } from './operators.ts';
import { argumentOf, isPlain, operatorOf, type Place, under } from './place.ts';
import { type Generate, RuleWriter, type Value } from './rule-writer.ts';

/** Why a rule can't be compiled, whatever the data is. */
export class RuleProblem extends Error {
  readonly code: 'unknown-operator' | 'too-deep';
  /** Operators and positions on the way to it, joined by dots. */
  readonly place: string;
  readonly operator: string;

  constructor(code: RuleProblem['code'], { place, operator }: { readonly place: string; readonly operator: string }) {
    super(code === 'too-deep' ? 'The rule is nested too deeply.' : `The operator "${operator}" is not known.`);
    this.code = code;
    this.place = place;
    this.operator = operator;
  }
}

/** Each level is a block in the code, and deeper code would take the stack of whoever reads it. */
export function maxDepth(): number {
  return 400;
}

export function checkRule(
  rule: unknown,
  place: Place,
  { depth, known }: { depth: number; known: ReadonlyMap<string, Operator> },
): void {
  if (typeof rule !== 'object' || rule === null) return;
  if (depth > maxDepth()) throw new RuleProblem('too-deep', { place: place.path, operator: '' });
  if (Array.isArray(rule)) {
    for (const [at, each] of rule.entries()) checkRule(each, under(place, at), { depth: depth + 1, known });
    return;
  }
  const operator = operatorOf(rule);
  if (operator === undefined) return;
  if (!known.has(operator)) throw new RuleProblem('unknown-operator', { place: place.path, operator });
  if (operator === 'preserve') return;
  const given = argumentOf(rule, operator);
  const here = under(place, operator);
  if (operator !== 'eachKey' || typeof given !== 'object' || given === null) {
    checkRule(given, here, { depth: depth + 1, known });
    return;
  }
  for (const [name, each] of Object.entries(given)) checkRule(each, under(here, name), { depth: depth + 2, known });
}

export function generating(known: ReadonlyMap<string, Operator>): Generate {
  return (rule, place, writer): Value => {
    if (Array.isArray(rule) && !isPlain(rule)) {
      const items = rule.map((each, at) => writer.generate(each, under(place, at)).js);
      return writer.keep(`[${items.join(', ')}]`, 'list');
    }
    const operator = operatorOf(rule);
    const write = operator === undefined ? undefined : known.get(operator);
    if (operator === undefined || write === undefined) return writer.literal(rule);
    return write(argumentOf(rule, operator), under(place, operator), writer);
  };
}

/** The code of a rule: a function from the runtime to the program. Throws `RuleProblem`. */
export function writeRule(rule: unknown): string {
  const known = operatorTable();
  const place: Place = { levels: [{ whole: 'data' }], path: '' };
  checkRule(rule, place, { depth: 0, known });
  const writer = new RuleWriter(generating(known));
  return writer.toProgram(writer.generate(rule, place));
}
