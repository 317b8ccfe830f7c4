import type { Level, Place } from './place.ts';

/** What an expression of the code gives, as far as it is known beforehand. */
export type Kind = 'any' | 'number' | 'boolean' | 'string' | 'list' | 'null';

/** `js` is a name or a literal: writing it twice costs nothing. */
export interface Value {
  readonly js: string;
  readonly kind: Kind;
}

export type Generate = (rule: unknown, place: Place, writer: RuleWriter) => Value;

/** Collects the code of one rule. Text of the rule reaches code only through `JSON.stringify`. */
export class RuleWriter {
  readonly #generate: Generate;
  readonly #used = new Set<string>();
  readonly #constants: string[] = [];
  #lines: string[] = [];
  #names = 0;

  constructor(generate: Generate) {
    this.#generate = generate;
  }

  generate(rule: unknown, place: Place): Value {
    return this.#generate(rule, place, this);
  }

  fresh(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  line(code: string): void {
    this.#lines.push(code);
  }

  /** The code that `write` writes, for a block of its own. */
  capture(write: () => void): string {
    const outer = this.#lines;
    this.#lines = [];
    write();
    const code = this.#lines.join('\n');
    this.#lines = outer;
    return code;
  }

  keep(js: string, kind: Kind = 'any'): Value {
    const name = this.fresh('t');
    this.line(`const ${name} = ${js};`);
    return { js: name, kind };
  }

  variable(js: string): string {
    const name = this.fresh('v');
    this.line(`let ${name} = ${js};`);
    return name;
  }

  /** A function of the runtime, called. */
  call(name: string, ...args: readonly string[]): string {
    this.#used.add(name);
    return `${name}(${args.join(', ')})`;
  }

  literal(value: unknown): Value {
    if (value === null || value === undefined) return { js: 'null', kind: 'null' };
    if (typeof value === 'number') return { js: String(value), kind: 'number' };
    if (typeof value === 'boolean') return { js: String(value), kind: 'boolean' };
    if (typeof value === 'string') return { js: JSON.stringify(value), kind: 'string' };
    const name = this.fresh('k');
    this.#constants.push(`const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`);
    return { js: name, kind: Array.isArray(value) ? 'list' : 'any' };
  }

  /** Code of a list of all levels, the innermost first. */
  levels(levels: readonly Level[]): string {
    return `[${levels.map(({ whole }) => whole).join(', ')}]`;
  }

  toProgram(result: Value): string {
    const names = [...this.#used].sort();
    const taken = names.length === 0 ? '' : `const { ${names.join(', ')} } = R;\n`;
    const constants = this.#constants.map((line) => `${line}\n`).join('');
    return `function program(R) {\n'use strict';\n${taken}${constants}return function run(data) {\n${this.#lines.join('\n')}\nreturn ${result.js};\n};\n}`;
  }
}
