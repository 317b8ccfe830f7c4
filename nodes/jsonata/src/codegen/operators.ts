import { leftOf, type Node, need } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { emitGuarded, truthOf } from './truth.ts';
import { isPrimitive, type Kind, type Value } from './value.ts';

const withPosition: Readonly<Record<string, readonly [name: string, kind: Kind]>> = {
  '+': ['add', 'number?'],
  '-': ['subtract', 'number?'],
  '*': ['multiply', 'number?'],
  '/': ['divide', 'number?'],
  '%': ['remainder', 'number?'],
  '<': ['lessThan', 'boolean?'],
  '<=': ['lessOrEqual', 'boolean?'],
  '>': ['greaterThan', 'boolean?'],
  '>=': ['greaterOrEqual', 'boolean?'],
  '..': ['range', 'any'],
};

export function generateBinary(node: Node, place: Place, generator: Generator): Value {
  const operator = String(node.value);
  if (operator === 'and' || operator === 'or') return generateLogical(node, place, generator);
  const left = generator.generate(leftOf(node), place);
  const right = generator.generate(need(node.rhs), place);
  const position = String(need(node.position));
  const known = withPosition[operator];
  if (known !== undefined) return generator.keep(generator.call(known[0], left.js, right.js, position), known[1]);
  if (operator === '&') return generateConcat(generator, { left, right, position });
  if (operator === '=') return generateEquals(generator, left, right);
  const name = operator === '!=' ? 'differs' : 'isIn';
  return generator.keep(generator.call(name, left.js, right.js), 'boolean');
}

function generateEquals(generator: Generator, left: Value, right: Value): Value {
  const isPlain = isPrimitive(left) || isPrimitive(right);
  return generator.keep(
    isPlain ? `${left.js} === ${right.js}` : generator.call('equals', left.js, right.js),
    'boolean',
  );
}

interface Sides {
  readonly left: Value;
  readonly right: Value;
  readonly position: string;
}

function generateConcat(generator: Generator, { left, right, position }: Sides): Value {
  const isText = (value: Value) => value.kind === 'string' || `typeof ${value.js} === 'string'`;
  const checks = [isText(left), isText(right)].filter((check) => check !== true);
  const slow = generator.call('concat', left.js, right.js, position);
  if (checks.length === 0) return generator.keep(`${left.js} + ${right.js}`, 'string');
  return generator.keep(`${checks.join(' && ')} ? ${left.js} + ${right.js} : ${slow}`, 'string');
}

function generateLogical(node: Node, place: Place, generator: Generator): Value {
  const left = generator.generate(leftOf(node), place);
  const result = generator.fresh('t');
  const right = generator.capture(() => generator.generate(need(node.rhs), place));
  generator.emit(`let ${result} = false;`);
  const condition = node.value === 'and' ? result : `!${result}`;
  const rest = `if (${condition}) {\n${right.code}\n${result} = ${truthOf(generator, right.result)};\n}`;
  emitGuarded(generator, `${result} = ${truthOf(generator, left)};\n${rest}`, need(node.position), String(node.value));
  return { js: result, kind: 'boolean', isData: true };
}
