import { type Node, need } from '../parse/ast.ts';
import { boundNames } from './bound-names.ts';
import type { Generator, Place } from './generator.ts';
import type { Scope, Variable } from './scope.ts';
import { quote, type Value } from './value.ts';

export function generateLambda(node: Node, place: Place, generator: Generator): Value {
  const parameters = (node.arguments ?? []).map((parameter) => ({
    name: String(parameter.value),
    js: generator.fresh('p'),
  }));
  const body = need(node.body);
  const { code, result } = generator.capture(() => {
    const scope = openParameters(generator, place.scope, { parameters, body });
    return generator.generate(body, { context: place.context, scope, endsFunction: true });
  });
  const names = parameters.map(({ js }) => js).join(', ');
  const definition = node.signature?.definition;
  const signature = definition === undefined ? '' : `, ${generator.constant(`R.signature(${quote(definition)})`)}`;
  const run = `(${names}) => {\n${code}\nreturn ${result.js};\n}`;
  return generator.keep(`new ${generator.use('Lambda')}(${run}, ${parameters.length}${signature})`, 'function');
}

interface Body {
  readonly parameters: readonly { readonly name: string; readonly js: string }[];
  readonly body: Node;
}

function openParameters(generator: Generator, outer: Scope, { parameters, body }: Body): Scope {
  const counts = boundNames([body]);
  const variables = new Map<string, Variable>();
  for (const { name, js } of parameters) {
    generator.emit(`if (isArray(${js})) ${js} = ${generator.call('norm', js)};`);
    const isBoundOnce = !counts.has(name);
    variables.set(name, { js, isBoundOnce, value: { js, kind: 'any', isData: false } });
  }
  for (const [name, count] of counts) {
    if (variables.has(name)) continue;
    const js = generator.fresh('v');
    generator.emit(`let ${js} = UNSET;`);
    variables.set(name, { js, isBoundOnce: count === 1, value: undefined });
  }
  return { outer, variables, depth: generator.depth };
}
