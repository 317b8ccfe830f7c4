import type { LoadedRuntime } from '@invoicepatch/jsonata';
import { FreeVariableFinder } from './free-variables.ts';
import type { Language } from './language.ts';

/** The evaluator as the edited library source offers it: see `jsonata-script.ts`. */
export interface JsonataLibrary {
  (source: string): { ast(): unknown; evaluate(input: unknown, bindings: Readonly<Record<string, unknown>>): unknown };
  isBuiltIn(name: string): boolean;
}

/** What the script of the mapping language is given. */
export interface JsonataWorld {
  now(): number;
  random(): number;
  /** Called once, with the interpreter. */
  open(library: JsonataLibrary): void;
}

export function createJsonataLanguage(
  start: (world: JsonataWorld, window: object) => LoadedRuntime,
  window: object,
): Language {
  const libraries: JsonataLibrary[] = [];
  const world: JsonataWorld = { now: () => Date.now(), random: () => Math.random(), open: (it) => libraries.push(it) };
  const runtime = start(world, window);

  function library(): JsonataLibrary {
    const [found] = libraries;
    if (found === undefined) throw new Error('The library of the mapping language did not open.');
    return found;
  }

  function parse(source: string) {
    const expression = library()(source);
    const free = new FreeVariableFinder().find(expression.ast());
    const evalAt = free.names.get('eval');
    if (evalAt !== undefined) throw { sandbox: { kind: 'syntax', code: 'eval-refused', position: evalAt } };
    return { expression, free };
  }

  return {
    prepare(source) {
      const { expression } = parse(source);
      return { sparesInput: false, run: (input, bindings) => expression.evaluate(input, bindings) };
    },
    link(program) {
      return { sparesInput: true, run: runtime.link(program as Parameters<LoadedRuntime['link']>[0]) };
    },
    inspect(source) {
      const { free } = parse(source);
      const variables = [...free.names.keys()].filter((name) => !library().isBuiltIn(name));
      return free.nodes === undefined ? { ok: true, variables } : { ok: true, variables, nodes: free.nodes };
    },
  };
}
