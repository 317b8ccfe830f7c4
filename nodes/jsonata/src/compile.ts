import { createHash } from 'node:crypto';
import { generate } from './codegen/generate.ts';
import { Generator } from './codegen/generator.ts';
import { NotCompiled } from './codegen/not-compiled.ts';
import { childrenOf, type Node } from './parse/ast.ts';
import { parse } from './parse/parse.ts';

export type Compiled =
  /** `code` is the text of a function from the runtime to the program; `hash` is its SHA-256. */
  | { readonly kind: 'compiled'; readonly code: string; readonly hash: string }
  /** Only the interpreter can run it. */
  | { readonly kind: 'interpreted'; readonly reason: string };

/** Deeper code would take the stack of whoever reads it. */
const maxDepth = 400;

function depthOf(root: Node): number {
  let depth = 0;
  for (let level: readonly Node[] = [root]; level.length > 0; level = level.flatMap(childrenOf)) depth += 1;
  return depth;
}

function writeProgram(ast: Node): string {
  const generator = new Generator(generate, ast);
  const { code, result } = generator.capture(() => {
    generator.depth = 0;
    const scope = generator.openScope(undefined, [ast]);
    return generator.generate(ast, { context: { js: 'input', kind: 'any', isData: true, isRoot: true }, scope });
  });
  const begin = `R.begin();\nconst input = ${generator.call('wrapInput', '$root')};\n${generator.runPreamble()}`;
  const run = `function run($root, bindings) {\n${begin}\ntry {\n${code}\nreturn ${result.js};\n} catch (e) {\nthrow R.explain(e);\n}\n}`;
  return `function program(R) {\n'use strict';\n${generator.preamble()}\nreturn ${run};\n}`;
}

/** Throws the reference's own error for text that is not JSONata. */
export function compile(source: string): Compiled {
  const ast = parse(source);
  try {
    if (depthOf(ast) > maxDepth) throw new NotCompiled(`It is nested more than ${maxDepth} levels deep.`);
    const code = writeProgram(ast);
    return { kind: 'compiled', code, hash: createHash('sha256').update(code).digest('hex') };
  } catch (thrown) {
    if (thrown instanceof NotCompiled) return { kind: 'interpreted', reason: thrown.message };
    throw thrown;
  }
}
