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

/** Runs inside an isolate, as text: the only two functions that the outside can call. */
export function createEntry({ languages, world, measure }: RealmParts): RealmEntry {
  const { parse, stringify } = JSON;
  const maxPrograms = 64;
  const programs = new Map<string, Prepared>();

  function prepare(language: string, source: string): Prepared {
    const key = `${language} ${source}`;
    const known = programs.get(key);
    if (known !== undefined) return known;
    const fresh = find(language).prepare(source);
    if (programs.size >= maxPrograms) for (const oldest of [...programs.keys()].slice(0, 16)) programs.delete(oldest);
    programs.set(key, fresh);
    return fresh;
  }

  function find(language: string): Language {
    const found = languages[language];
    if (found === undefined) throw { sandbox: { kind: 'broken', code: 'language' } };
    return found;
  }

  /** Data can never pass for one of the evaluator's own functions. */
  function parseData(text: string): unknown {
    if (!text.includes('_jsonata_') && !text.includes('\\u')) return parse(text);
    return parse(text, function (this: unknown, key, value) {
      return key.startsWith('_jsonata_') && !Array.isArray(this) ? undefined : value;
    });
  }

  const kindOf = (value: unknown): string | undefined => {
    if (value === undefined) return undefined;
    if (value === null) return 'null';
    if (Array.isArray(value)) return 'a list';
    const names: Record<string, string> = { string: 'a text', number: 'a number', boolean: 'true or false', object: 'an object' };
    return names[typeof value] ?? 'a function';
  };

  function textOf(value: unknown, length: number): string | undefined {
    return typeof value === 'string' ? value.slice(0, length) : undefined;
  }

  /** The language counts to the end of a token; people look at the token. */
  function positionOf(position: unknown): number | undefined {
    return typeof position === 'number' ? Math.max(0, position - 1) : undefined;
  }

  function toFailure(thrown: unknown): object {
    if (thrown instanceof RangeError) {
      const tooLong = thrown.message.startsWith('Invalid') || thrown.message.includes('length');
      return tooLong ? { kind: 'too-large', code: 'text-length' } : { kind: 'too-deep', code: 'stack' };
    }
    if (thrown instanceof SyntaxError) return { kind: 'failed', code: 'regex', said: textOf(thrown.message, 200) };
    if (typeof thrown !== 'object' || thrown === null) return { kind: 'failed' };
    const error: Record<string, unknown> = { ...thrown };
    const own = error['sandbox'];
    if (typeof own === 'object' && own !== null) return { ...own, position: positionOf(Object(own).position) };
    const code = textOf(error['code'], 20);
    return {
      kind: code?.startsWith('S') && code !== 'S0500' ? 'syntax' : 'failed',
      code,
      position: positionOf(error['position']),
      token: textOf(error['token'], 60),
      index: typeof error['index'] === 'number' ? error['index'] : undefined,
      expected: code?.startsWith('S') ? textOf(error['value'], 60) : textOf(error['type'], 60),
      found: kindOf(error['value']),
      said: code === 'D3137' || code === 'D3141' ? textOf(error['message'], 300) : undefined,
    };
  }

  function answer(work: () => unknown): string {
    try {
      const value = work();
      if (value === undefined) return 'n';
      measure(value);
      return `v${stringify(value)}`;
    } catch (thrown) {
      return `f${stringify(toFailure(thrown))}`;
    }
  }

  return {
    evaluate: (language, source, now, seed, input, ...bindings) =>
      answer(() => {
        world.begin(now, seed);
        const named: Record<string, unknown> = {};
        for (let at = 0; at < bindings.length; at += 2) named[String(bindings[at])] = parseData(String(bindings[at + 1]));
        return prepare(language, source).run(parseData(input), named);
      }),
    inspect: (language, source) => answer(() => find(language).inspect(source)),
  };
}
