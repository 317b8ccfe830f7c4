import type { Library, Runtime } from './runtime.ts';

/** A mapping made ready. Its failures are the reference's: `code`, `position`, `token`, `value`, `message`. */
export type Program = (input: unknown, bindings?: Readonly<Record<string, unknown>>) => unknown;

/** What the script of the runtime gives. */
export interface LoadedRuntime {
  /** Ties a compiled program, the value of its code, to the runtime. */
  link(program: (runtime: object) => (input: unknown, bindings: object) => unknown): Program;
  /** The interpreter, for what the compiler did not take. */
  interpret(source: string, limits?: Limits): Program;
}

/** How far the interpreter may go: milliseconds, pieces of an expression within each other, items of a list. */
export interface Limits {
  readonly timeout?: number;
  readonly stack?: number;
  readonly sequence?: number;
}

export function createLoaded(
  library: Library,
  runtime: Runtime,
  parts: Readonly<Record<string, unknown>>,
): LoadedRuntime {
  const all = { ...parts, ...runtime };
  return {
    link(program) {
      const run = program(all);
      return (input, bindings = {}) => run(input, bindings);
    },
    interpret(source, limits) {
      const expression = library(source, limits);
      return (input, bindings = {}) => expression.evaluate(input, bindings);
    },
  };
}
