import type { Chance } from './chance.ts';

/** The names of a document's fields, for programs that ask for them. */
export const vocabularies = [
  ['a', 'b', 'c', 'd'],
  ['lines', 'qty', 'price', 'name', 'tags', 'customer', 'date', 'id'],
] as const;

const odd = ['toString', '__proto__', 'constructor', 'length', 'sequence', 'keepSingleton', '0', 'é', ''] as const;

const scalars = [
  ...[0, 1, 2, 3, 7.5, -1, -2.5, 0.1, 100, 1234.567, 1e21, 1e-7, 9_007_199_254_740_992, 1521801216617],
  ...[
    '',
    'x',
    'y',
    '5',
    'ab',
    'a b  c',
    ' \n pad\t',
    'Überschuß',
    '😀a😀',
    '\ud83d',
    '2018-03-23',
    '12.5',
    'XIV',
    'aGVsbG8=',
  ],
  ...['2018-03-23T10:33:36.617Z', 'https://x.ca/é?q=1 2&r=%20', true, false, null],
] as const;

/** Random documents: small ones that collide often, and orders as a mapping gets them. */
export class Documents {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  field(vocabulary: readonly string[]): string {
    return this.#chance.next() < 0.03 ? this.#chance.pick(...odd) : this.#chance.oneOf(vocabulary);
  }

  make(vocabulary: readonly string[]): unknown {
    return vocabulary.includes('lines') && this.#chance.next() < 0.7 ? this.#order() : this.#any(vocabulary, 4);
  }

  #any(vocabulary: readonly string[], depth: number): unknown {
    const chance = this.#chance;
    const kind = chance.next();
    if (depth <= 0 || kind < 0.35) return chance.pick<unknown>(...scalars);
    if (kind >= 0.7) return Array.from({ length: chance.below(4) }, () => this.#any(vocabulary, depth - 1));
    const entries = Array.from({ length: 1 + chance.below(4) }, () => [
      this.field(vocabulary),
      this.#any(vocabulary, depth - 1),
    ]);
    // By way of text, so that no name means more than itself.
    const fields = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return JSON.parse(`{${fields.join(',')}}`);
  }

  #order(): unknown {
    const chance = this.#chance;
    const line = () => ({
      id: chance.below(5),
      ...(chance.next() < 0.8 ? { qty: chance.pick<unknown>(1, 2, 0.25, '3', null) } : {}),
      ...(chance.next() < 0.8 ? { price: chance.pick<unknown>(10, 99.95, 0.1, -5) } : {}),
      ...(chance.next() < 0.6 ? { tags: chance.pick<unknown>([], ['x'], ['x', 'y'], 'y', [['x'], ['y', 'x']]) } : {}),
      ...(chance.next() < 0.3 ? { customer: { name: chance.pick('Ann', 'Bob') } } : {}),
    });
    const order = () => ({
      id: chance.pick<unknown>('o-1', 7, 12),
      date: chance.pick('2018-03-23', '2018-12-31T23:59:59Z'),
      customer: { name: chance.pick('Ann', 'Bob', 'Zoë'), tags: ['vip'] },
      lines: Array.from({ length: chance.below(4) }, line),
    });
    const shape = chance.next();
    if (shape < 0.6) return order();
    return shape < 0.8
      ? Array.from({ length: chance.below(3) }, order)
      : { lines: line(), customer: [order(), order()] };
  }
}
