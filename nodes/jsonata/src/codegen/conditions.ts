import { type Node, need } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { truthOf } from './truth.ts';
import { nothing, type Value } from './value.ts';

export function generateCondition(node: Node, place: Place, generator: Generator): Value {
  const condition = generator.generate(need(node.condition), { ...place, endsFunction: false });
  const yes = generator.capture(() => generator.generate(need(node.then), place));
  const no = generator.capture(() => (node.else === undefined ? nothing : generator.generate(node.else, place)));
  const result = generator.fresh('t');
  const isAlike = yes.result.kind === no.result.kind;
  generator.emit(
    `let ${result};`,
    `if (${truthOf(generator, condition)}) {\n${yes.code}\n${result} = ${yes.result.js};\n} else {\n${no.code}\n${result} = ${no.result.js};\n}`,
  );
  return { js: result, kind: isAlike ? yes.result.kind : 'any', isData: yes.result.isData && no.result.isData };
}

export function generateBlock(node: Node, place: Place, generator: Generator): Value {
  const expressions = node.expressions ?? [];
  const scope = generator.openScope(place.scope, expressions);
  let result = nothing;
  for (const [at, expression] of expressions.entries()) {
    const endsFunction = place.endsFunction === true && at === expressions.length - 1;
    result = generator.generate(expression, { context: place.context, scope, endsFunction });
  }
  return { ...result, isUnwrapped: false };
}
