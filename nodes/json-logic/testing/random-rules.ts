import { Chance } from './chance.ts';

const plain: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  10,
  '',
  '0',
  '1',
  '3',
  'a',
  'abc',
  ' 7 ',
];
const paths: readonly [unknown, ...unknown[]] = [
  '',
  'n',
  's',
  'list',
  'list.0',
  'list.length',
  'o.a',
  'o.b.c',
  'nothing',
  'people',
  'people.1.age',
  'empty',
  'no.such',
  0,
  'digits',
  'yes',
  'o',
];

/** Rules of the operators that both libraries and the compiler know, with arguments of every kind. */
export class RandomRules {
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  data(): unknown {
    const { pick } = this;
    return {
      n: pick(0, 1, 7, -2.5, 1e6),
      s: pick('abc', '', '12', 'x y'),
      digits: pick('5', '12.50', '007'),
      yes: pick(true, false),
      nothing: null,
      empty: [],
      list: pick([1, 2, 3], [3, '1', null], [[1], [2, 3]], ['a', 'b'], [0]),
      o: pick({ a: 1, b: { c: 'deep' } }, { a: null }, {}),
      people: [
        { name: 'Ann', age: 41 },
        { name: 'Bo', age: pick<unknown>(17, '17', null) },
      ],
    };
  }

  rule(depth = 3): unknown {
    if (depth <= 0 || this.#chance.next() < 0.2) return this.#leaf();
    const operator = this.pick(
      '+',
      '-',
      '*',
      '/',
      '%',
      'max',
      'min',
      'cat',
      'substr',
      'in',
      'merge',
      '==',
      '===',
      '!=',
      '!==',
      '<',
      '<=',
      '>',
      '>=',
      '!',
      '!!',
      'and',
      'or',
      'if',
      '?:',
      'var',
      'missing',
      'missing_some',
      'map',
      'filter',
      'reduce',
      'all',
      'some',
      'none',
      '??',
      'try',
      'throw',
      'val',
      'exists',
      'length',
      'list',
    );
    return this.#operation(operator, depth - 1);
  }

  readonly pick = <T>(...choices: readonly [T, ...T[]]): T => this.#chance.pick(...choices);

  #leaf(): unknown {
    const chance = this.#chance.next();
    if (chance < 0.5) return this.pick(...plain);
    if (chance < 0.9) return { var: this.pick(...paths) };
    return this.pick<unknown>([], [1, 2], {}, { a: 1, b: 2 }, ['a', 'b']);
  }

  #operation(operator: string, depth: number): unknown {
    const rule = () => this.rule(depth);
    const some = (least: number) => Array.from({ length: least + this.#chance.below(3) }, rule);
    const loop = () => [this.pick<unknown>({ var: 'list' }, { var: 'people' }, { var: 'empty' }, rule()), this.#body()];
    if (operator === 'list') return some(1);
    if (['!', '!!', 'length', 'throw'].includes(operator)) return { [operator]: [rule()] };
    if (operator === 'substr') return { substr: [rule(), this.pick(0, 1, -2), ...this.pick<unknown[]>([], [2], [-1])] };
    if (operator === 'try')
      return { try: [rule(), this.pick<unknown>({ val: 'type' }, 'otherwise', { val: [[2], 'n'] })] };
    if (operator === 'var')
      return { var: this.pick<unknown>([this.pick(...paths), rule()], [rule()], this.pick(...paths)) };
    if (operator === 'val' || operator === 'exists')
      return { [operator]: this.pick<unknown>('n', ['o', 'a'], ['list', 1], []) };
    if (operator === 'missing')
      return { missing: this.pick<unknown>(['n', 'no'], 'no', [['a', 'n']], { merge: ['x', 'n'] }) };
    if (operator === 'missing_some') return { missing_some: [this.pick(0, 1, 2, 3), ['n', 's', 'no']] };
    if (['map', 'filter', 'all', 'some', 'none'].includes(operator)) return { [operator]: loop() };
    if (operator === 'reduce')
      return { reduce: [...loop().slice(0, 1), this.#step(), ...this.pick<unknown[]>([], [0], [rule()])] };
    if (this.#chance.next() < 0.08) return { [operator]: rule() };
    return { [operator]: some(['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', '%'].includes(operator) ? 2 : 1) };
  }

  /** What a loop does with each item: never anything that the libraries disagree about by themselves. */
  #body(): unknown {
    return this.pick<unknown>(
      { var: '' },
      { var: 'age' },
      { var: 'name' },
      { '!': [{ var: '' }] },
      { cat: [{ var: 'name' }, '!'] },
      true,
      { in: ['A', { var: 'name' }] },
      { '===': [{ var: '' }, 1] },
    );
  }

  #step(): unknown {
    return this.pick<unknown>(
      { cat: [{ var: 'accumulator' }, { var: 'current.name' }] },
      { merge: [{ var: 'accumulator' }, { var: 'current' }] },
      { var: 'current' },
      { '===': [{ var: 'current' }, 1] },
    );
  }
}
