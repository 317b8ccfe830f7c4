import { toFailure } from './failures.ts';
import type { Language, Prepared } from './language.ts';
import type { SeededWorld } from './seeded-world.ts';

export interface RealmParts {
  readonly languages: Readonly<Record<string, Language>>;
  readonly world: SeededWorld;
  measure(value: unknown): void;
}

/** What the child calls: primitive values in, one text out. */
export interface RealmEntry {
  /** `v` and the result's JSON text, `n` for nothing, `f` and the failure's JSON text. */
  evaluate(language: string, source: string, now: number, seed: string, input: string, ...bindings: string[]): string;
  /** `v` and the inspection's JSON text, or a failure as above. */
  inspect(language: string, source: string): string;
}

/** Data can never pass for one of the evaluator's own functions. */
export function parseData(text: string): unknown {
  if (!text.includes('_jsonata_') && !text.includes('\\u')) return JSON.parse(text);
  return JSON.parse(text, function (this: unknown, key, value) {
    return key.startsWith('_jsonata_') && !Array.isArray(this) ? undefined : value;
  });
}

/** The only two functions that the outside can call. */
export function createEntry({ languages, world, measure }: RealmParts): RealmEntry {
  const maxPrograms = 64;
  const programs = new Map<string, Prepared>();

  function find(language: string): Language {
    const found = languages[language];
    if (found === undefined) throw { sandbox: { kind: 'broken', code: 'language' } };
    return found;
  }

  function prepare(language: string, source: string): Prepared {
    const key = `${language} ${source}`;
    const known = programs.get(key);
    if (known !== undefined) return known;
    const fresh = find(language).prepare(source);
    if (programs.size >= maxPrograms) programs.clear();
    programs.set(key, fresh);
    return fresh;
  }

  function answer(work: () => unknown): string {
    try {
      const value = work();
      if (value === undefined) return 'n';
      measure(value);
      return `v${JSON.stringify(value)}`;
    } catch (thrown) {
      return `f${JSON.stringify(toFailure(thrown))}`;
    }
  }

  return {
    evaluate: (language, source, now, seed, input, ...bindings) =>
      answer(() => {
        world.begin(now, seed);
        const named: Record<string, unknown> = {};
        for (let at = 0; at < bindings.length; at += 2)
          named[bindings[at] ?? ''] = parseData(bindings[at + 1] ?? 'null');
        return prepare(language, source).run(parseData(input), named);
      }),
    inspect: (language, source) => answer(() => find(language).inspect(source)),
  };
}
