import { createHash } from 'node:crypto';
import { generate } from './codegen/generate.ts';
import { Generator } from './codegen/generator.ts';
import { NotCompiled } from './codegen/not-compiled.ts';
import { childrenOf, type Node } from './parse/ast.ts';
import { parse } from './parse/parse.ts';
import { tooDeep } from './parse/too-deep.ts';

export type Compiled =
  /** `code` is the text of a function from the runtime to the program; `hash` is its SHA-256. */
  | { readonly kind: 'compiled'; readonly code: string; readonly hash: string }
  /** Only the interpreter can run it. */
  | { readonly kind: 'interpreted'; readonly reason: string };

/** Deeper code would take the stack of whoever reads it; the interpreter goes on for a while. */
const maxCompiledDepth = 400;
const maxDepth = 1_000;

/** Longer code takes seconds to write and to load. */
const maxParts = 20_000;

/** A row of operators is read and written level by level, but takes little of the stack. */
function weightOf(parent: Node, child: Node): number {
  return (parent.type === 'binary' || parent.type === 'apply') && child === parent.lhs ? 0.4 : 1;
}

/** How large an expression is, how deep, and where it is deepest. */
function sizeOf(root: Node): { readonly parts: number; readonly depth: number; readonly position: number } {
  let parts = 0;
  let deepest = { depth: 0, position: 0 };
  const pending = [{ node: root, depth: 1, position: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    const position = node.position ?? next.position;
    parts += 1;
    if (depth > deepest.depth) deepest = { depth, position };
    for (const child of childrenOf(node)) pending.push({ node: child, depth: depth + weightOf(node, child), position });
  }
  return { parts, ...deepest };
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

/** Throws the reference's own failure for text that is not JSONata, and a `TooDeep` for what can't be read at all. */
export function compile(source: string): Compiled {
  const ast = parse(source);
  const { parts, depth, position } = sizeOf(ast);
  if (depth > maxDepth) throw tooDeep(position);
  try {
    if (depth > maxCompiledDepth) throw new NotCompiled(`It is nested more than ${maxCompiledDepth} levels deep.`);
    if (parts > maxParts) throw new NotCompiled(`It has more than ${maxParts} parts.`);
    const code = writeProgram(ast);
    return { kind: 'compiled', code, hash: createHash('sha256').update(code).digest('hex') };
  } catch (thrown) {
    if (thrown instanceof NotCompiled) return { kind: 'interpreted', reason: thrown.message };
    throw thrown instanceof RangeError ? tooDeep(position) : thrown;
  }
}
