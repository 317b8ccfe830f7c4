import type { Language } from './language.ts';

/** Plain JavaScript: the body of a function. Its context serves nobody but its own tenant, in a process that serves nobody else. */
export function createJavaScriptLanguage(): Language {
  const names = ['nodes', 'trigger', 'run', 'parameters', 'item', 'index'];
  const Body = Function;

  function read(source: string): (...given: unknown[]) => unknown {
    try {
      return Body('input', ...names.map((name) => `$${name}`), `'use strict';\n${source}\n`) as never;
    } catch (thrown) {
      const said = thrown instanceof SyntaxError ? thrown.message.slice(0, 200) : 'it cannot be read';
      throw { sandbox: { kind: 'syntax', code: 'code-syntax', said } };
    }
  }

  /** Words for what the code threw: its author's own, or those of the language. */
  function sayOf(thrown: unknown): string {
    if (!(thrown instanceof Error))
      return typeof thrown === 'string' ? `"${thrown.slice(0, 300)}"` : 'something that is no error';
    return `${String(thrown.name).slice(0, 60)}: ${String(thrown.message).slice(0, 300)}`;
  }

  function toThrown(thrown: unknown): unknown {
    // No room on the stack, or for a text: those are limits, told like those of other languages.
    if (thrown instanceof RangeError && /stack|Invalid|length/.test(thrown.message)) return thrown;
    return { sandbox: { kind: 'failed', code: 'code-thrown', said: sayOf(thrown) } };
  }

  return {
    prepare(source) {
      const body = read(source);
      return {
        // It is given what it may write into.
        sparesInput: false,
        run(input, bindings) {
          let result: unknown;
          try {
            result = body(input, ...names.map((name) => bindings[name]));
          } catch (thrown) {
            throw toThrown(thrown);
          }
          if (result instanceof Promise) throw { sandbox: { kind: 'failed', code: 'code-promise' } };
          return result;
        },
      };
    },
    inspect(source) {
      read(source);
      return { ok: true, variables: names.filter((name) => source.includes(`$${name}`)) };
    },
  };
}
