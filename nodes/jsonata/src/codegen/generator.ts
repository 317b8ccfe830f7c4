import type { Node } from '../parse/ast.ts';
import { boundNames, handedNames, tupleNames } from './bound-names.ts';
import type { Scope, Variable } from './scope.ts';
import { isNeverList, type Kind, quote, type Value } from './value.ts';

/** Where an expression stands. */
export interface Place {
  readonly context: Value;
  readonly scope: Scope;
  /** Its value is what the function around it gives. */
  readonly endsFunction?: boolean;
}

export type Generate = (node: Node, place: Place, generator: Generator) => Value;

/** The code that is being written. */
export class Generator {
  readonly #generate: Generate;
  readonly #constants: string[] = [];
  readonly #constantNames = new Map<string, string>();
  readonly #runConstantNames = new Map<string, string>();
  readonly #builtins = new Set<string>();
  readonly #used = new Set<string>();
  readonly tupleNames: ReadonlySet<string>;
  readonly handedNames: ReadonlySet<string>;
  #lines: string[] = [];
  #count = 0;
  depth = 0;

  constructor(generate: Generate, root: Node) {
    this.#generate = generate;
    this.tupleNames = tupleNames(root);
    this.handedNames = handedNames(root);
  }

  generate(node: Node, place: Place): Value {
    return this.#generate(node, place, this);
  }

  fresh(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  emit(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** The code that some work writes, without writing it. */
  capture<T>(work: () => T): { code: string; result: T } {
    const kept = this.#lines;
    this.#lines = [];
    this.depth += 1;
    const result = work();
    const code = this.#lines.join('\n');
    this.#lines = kept;
    this.depth -= 1;
    return { code, result };
  }

  /** Gives a name to what code works out. */
  keep(js: string, kind: Kind = 'any', isData = false): Value {
    const name = this.fresh('t');
    this.emit(`let ${name} = ${js};`);
    return { js: name, kind, isData };
  }

  /** A function of the runtime. */
  use(name: string): string {
    this.#used.add(name);
    return name;
  }

  call(name: string, ...args: readonly string[]): string {
    return `${this.use(name)}(${args.join(', ')})`;
  }

  /** Something that is the same in every evaluation. */
  constant(js: string): string {
    const known = this.#constantNames.get(js);
    if (known !== undefined) return known;
    const name = this.fresh('k');
    this.#constantNames.set(js, name);
    this.#constants.push(`const ${name} = ${js};`);
    return name;
  }

  /** Something that is the same during one evaluation. */
  constantOfRun(js: string): string {
    const known = this.#runConstantNames.get(js) ?? this.fresh('b');
    this.#runConstantNames.set(js, known);
    return known;
  }

  builtin(name: string): string {
    const builtin = this.constant(`R.builtin(${quote(name)})`);
    this.#builtins.add(builtin);
    return builtin;
  }

  isList(value: Value): string {
    return isNeverList(value) ? 'false' : `isArray(${value.js})`;
  }

  /** Opens a frame: its variables start unset. */
  openScope(outer: Scope | undefined, nodes: readonly Node[], tuple?: string): Scope {
    const variables = new Map<string, Variable>();
    for (const [name, count] of boundNames(nodes)) {
      const js = this.fresh('v');
      this.emit(`let ${js} = UNSET;`);
      variables.set(name, { js, isBoundOnce: count === 1, value: undefined });
    }
    return { outer, variables, depth: this.depth, ...(tuple === undefined ? {} : { tuple }) };
  }

  runPreamble(): string {
    // Where they were called in an evaluation before this one is not where they are called now.
    const forgetful = [...this.#builtins].map((name) => `${name}._position = ${name}._token = undefined;`);
    return [...forgetful, ...[...this.#runConstantNames].map(([js, name]) => `const ${name} = ${js};`)].join('\n');
  }

  preamble(): string {
    const used = [...this.#used].sort().join(', ');
    return [
      `const { ${used} } = R;`,
      'const isArray = Array.isArray;',
      "const UNSET = Symbol('unset');",
      ...this.#constants,
    ].join('\n');
  }
}
