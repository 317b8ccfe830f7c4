import { FreeVariableFinder } from './free-variables.ts';
import type { Language } from './language.ts';

/** The evaluator as the edited library source offers it: see `edit-jsonata.ts`. */
export interface JsonataLibrary {
  (source: string): { ast(): unknown; evaluate(input: unknown, bindings: Readonly<Record<string, unknown>>): unknown };
  isBuiltIn(name: string): boolean;
}

export function createJsonataLanguage(jsonata: JsonataLibrary): Language {
  function parse(source: string) {
    const expression = jsonata(source);
    const free = new FreeVariableFinder().find(expression.ast());
    const evalAt = free.names.get('eval');
    if (evalAt !== undefined) throw { sandbox: { kind: 'syntax', code: 'eval-refused', position: evalAt } };
    return { expression, free };
  }
  return {
    prepare(source) {
      const { expression } = parse(source);
      return { run: (input, bindings) => expression.evaluate(input, bindings) };
    },
    inspect(source) {
      const { free } = parse(source);
      const variables = [...free.names.keys()].filter((name) => !jsonata.isBuiltIn(name));
      return free.nodes === undefined ? { ok: true, variables } : { ok: true, variables, nodes: free.nodes };
    },
  };
}
