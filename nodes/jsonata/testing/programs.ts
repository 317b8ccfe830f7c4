import { builtinNames } from '../src/parse/builtin-names.ts';
import { Chance } from './chance.ts';
import { Documents, vocabularies } from './documents.ts';
import { templates } from './templates.ts';

/** A program and the document that it is tried with. */
export interface Sample {
  readonly program: string;
  readonly input: unknown;
}

/** Chance has no reference to agree with, and a message of any kind breaks the reference. */
const left = new Set(['eval', 'random', 'shuffle', 'now', 'millis', 'error']);
const builtins = [...builtinNames].filter((name) => !left.has(name));

/** Random programs with their documents: everything that the language has, small enough to read. */
export class Programs {
  readonly #chance: Chance;
  readonly #documents: Documents;
  #vocabulary: readonly string[] = [];

  constructor(seed: number) {
    this.#chance = new Chance(seed);
    this.#documents = new Documents(this.#chance);
  }

  next(): Sample {
    const chance = this.#chance;
    this.#vocabulary = chance.oneOf(vocabularies);
    const program = this.#make('any', 1 + chance.below(4), []);
    const input = chance.next() < 0.01 ? undefined : this.#documents.make(this.#vocabulary);
    return { program: chance.next() < 0.03 ? this.#damage(program) : program, input };
  }

  /** Typing errors: mostly no program any more. */
  #damage(program: string): string {
    const at = this.#chance.below(program.length + 1);
    const put = this.#chance.pick(
      '',
      '(',
      ')',
      '[',
      '{',
      '"',
      '.',
      '%',
      '@$',
      '#',
      '?',
      '?:',
      '??',
      ':=',
      '~>',
      '\ud800',
      '/',
      '`',
      '^(',
      '-',
      '1e',
      '..',
    );
    return program.slice(0, at) + put + program.slice(at + this.#chance.below(2));
  }

  #name(): string {
    const field = this.#documents.field(this.#vocabulary);
    return /^[a-zA-Z]\w*$/.test(field) ? field : `\`${field}\``;
  }

  #variable(names: readonly string[]): string {
    return names.length === 0 ? '$missing' : `$${this.#chance.oneOf(names)}`;
  }

  #leaf(kind: string, names: readonly string[]): string {
    const chance = this.#chance;
    if (names.length > 0 && chance.next() < 0.35) return this.#variable(names);
    if (chance.next() < 0.4) return this.#name();
    if (kind === 'text') return chance.pick('"x"', '""', '"ab"', '"a-b"', '"5"');
    if (kind === 'number') return chance.pick('0', '1', '2', '7.5', '-1', '1521801216617');
    if (kind === 'list') return chance.pick('[]', '[1, 2]', '["b", "a"]', '$', '[3, 1, 2]');
    if (kind === 'function') return chance.pick('$string', '$sum', 'function($x) { $x }', '/a|b/', '$uppercase');
    if (kind === 'object') return chance.pick('{}', '$', '{"p": 1}', '{"p": [1], "q": "x"}');
    return chance.pick(
      '$',
      '$$',
      '*',
      '**',
      '1',
      '"x"',
      '[]',
      '{}',
      'null',
      'true',
      'missing',
      '"5"',
      '()',
      'function(){1}',
    );
  }

  #make(kind: string, depth: number, names: readonly string[]): string {
    if (kind === 'nothing') return '';
    if (kind === 'name') return this.#name();
    if (kind === 'field') return this.#documents.field(this.#vocabulary);
    if (kind === 'variable') return this.#variable(names);
    if (kind === 'builtin') return `$${this.#chance.oneOf(builtins)}`;
    const forms = templates[kind];
    if (forms === undefined) throw new Error(`There are no templates for ${kind}.`);
    const isPlain = !forms.some((form) => form.includes('«any»'));
    if (depth <= 0 && !isPlain) return this.#leaf(kind, names);
    // Something of another kind now and then: failures are compared, too.
    const isOther = !isPlain && kind !== 'any' && this.#chance.next() < 0.08;
    return this.#fill(this.#chance.oneOf((isOther ? templates['any'] : undefined) ?? forms), depth, names);
  }

  #fill(form: string, depth: number, names: readonly string[]): string {
    return form.replace(/«(\w+)((?:\+\w+)*)»/g, (_all, kind: string, more: string) =>
      this.#make(kind, depth - 1, [...names, ...more.split('+').filter((name) => name !== '')]),
    );
  }
}
