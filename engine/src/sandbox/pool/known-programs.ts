import type { Language } from '../child/job.ts';

/** A program as the pool knows it: children are sent its text once. */
export interface KnownProgram {
  readonly id: number;
  readonly language: Language;
  readonly source: string;
  /** JavaScript that the compiler made of the source; the interpreter takes what has none. */
  readonly code: string | undefined;
}

/** Programs that cross together: its source is the JSON list of its `LinkedStage`s. */
export interface KnownRegion extends Omit<KnownProgram, 'language' | 'code'> {
  readonly language: 'region';
  readonly code: undefined;
  readonly parts: readonly KnownProgram[];
}

const maxChars = 64_000_000;

/** Numbers programs, so that their texts need not cross with each record. */
export class KnownPrograms {
  readonly #byLanguage: Readonly<Record<Language, Map<string, KnownProgram>>> = {
    jsonata: new Map(),
    'json-logic': new Map(),
    javascript: new Map(),
  };
  #chars = 0;
  #lastId = 0;

  find(language: Language, source: string): KnownProgram | undefined {
    return this.#byLanguage[language].get(source);
  }

  add(program: Omit<KnownProgram, 'id'>): KnownProgram {
    this.#chars += program.source.length + (program.code?.length ?? 0);
    if (this.#chars > maxChars) this.#forgetAll();
    const known = this.number(program);
    this.#byLanguage[program.language].set(program.source, known);
    return known;
  }

  /** For a program that nobody will ask for again. */
  number(program: Omit<KnownProgram, 'id'>): KnownProgram {
    this.#lastId += 1;
    return { ...program, id: this.#lastId };
  }

  region(source: string, parts: readonly KnownProgram[]): KnownRegion {
    this.#lastId += 1;
    return { id: this.#lastId, language: 'region', source, code: undefined, parts };
  }

  #forgetAll(): void {
    for (const programs of Object.values(this.#byLanguage)) programs.clear();
    this.#chars = 0;
  }
}
