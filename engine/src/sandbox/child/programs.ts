import { createRequire } from 'node:module';
import type { Compiled } from '@invoicepatch/jsonata';
import type { Language, SentProgram } from './job.ts';

/** A program that jobs name by its id. */
export interface Program {
  readonly id: number;
  readonly language: Language | 'region';
  readonly source: string;
  /** JavaScript that the compiler made of it; the interpreter takes what has none. */
  readonly code: string | undefined;
  /** The programs of a region. */
  readonly parts: readonly Program[];
}

/** The programs that this child was sent. */
export class Programs {
  readonly #compilerFile: string;
  readonly #known = new Map<number, Program>();

  constructor(compilerFile: string) {
    this.#compilerFile = compilerFile;
  }

  forgetAll(): void {
    this.#known.clear();
  }

  /** `texts` begin with the parts of the programs of one frame; says how many those were. */
  take(programs: readonly SentProgram[], texts: readonly string[]): number {
    let at = 0;
    for (const { id, language, isCompiled, parts = [] } of programs) {
      const source = texts[at] ?? '';
      this.#known.set(id, {
        id,
        language,
        source,
        code: isCompiled ? texts[at + 1] : undefined,
        parts: parts.map((part) => this.get(part)),
      });
      at += isCompiled ? 2 : 1;
    }
    return at;
  }

  get(id: number): Program {
    const known = this.#known.get(id);
    if (known === undefined) throw new Error(`The program ${id} was not sent.`);
    return known;
  }

  /** `undefined` for what can't be read: the interpreter finds the words for it. */
  compile(id: number): Compiled | undefined {
    const { source } = this.get(id);
    // Read when it is first needed: a child that evaluates never needs it.
    const compiler: { compile(source: string): Compiled } = createRequire(import.meta.url)(this.#compilerFile);
    try {
      return compiler.compile(source);
    } catch {
      return undefined;
    }
  }
}
