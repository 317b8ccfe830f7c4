import type { Node } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';

export interface InnerOptions {
  /** The items come out of JSON text. */
  readonly isData?: boolean;
  /** The items are tuples: a frame is opened for each. */
  readonly inTuples?: boolean;
}

/** An expression as a function of its context. */
export function innerFunction(generator: Generator, node: Node, place: Place, options: InnerOptions = {}): string {
  const context = generator.fresh('x');
  const tuple = options.inTuples === true ? generator.fresh('y') : undefined;
  const { code, result } = generator.capture(() => {
    const scope = tuple === undefined ? place.scope : generator.openScope(place.scope, [node], tuple);
    return generator.generate(node, { context: { js: context, kind: 'any', isData: options.isData === true }, scope });
  });
  return `(${tuple === undefined ? context : `${context}, ${tuple}`}) => {\n${code}\nreturn ${result.js};\n}`;
}
