import { Chance } from './chance.ts';

type Make = (depth: number, names: readonly string[]) => string;

const fields = ['a', 'b', 'c', 'd', 'toString', '__proto__'] as const;

/** Random programs over random data: everything that the language has, small enough to read. */
export class Programs {
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  data(depth = 4): unknown {
    const chance = this.#chance;
    const kind = chance.next();
    if (depth <= 0 || kind < 0.35)
      return chance.pick<unknown>(0, 1, 2, 3, 7.5, -1, '', 'x', 'y', '5', 'ab', true, false, null, 0.1);
    if (kind >= 0.7) return Array.from({ length: chance.below(4) }, () => this.data(depth - 1));
    const entries = Array.from({ length: 1 + chance.below(4) }, () => [this.#field(), this.data(depth - 1)]);
    return JSON.parse(
      `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
    );
  }

  program(): string {
    return this.#expression(1 + this.#chance.below(3), []);
  }

  #field(): string {
    return this.#chance.next() < 0.04 ? this.#chance.pick(...fields) : this.#chance.pick('a', 'b', 'c', 'd');
  }

  #name(): string {
    const field = this.#field();
    return field === '__proto__' ? '`__proto__`' : field;
  }

  #leaf(names: readonly string[]): string {
    const chance = this.#chance;
    const kind = chance.below(12);
    if (kind < 4) return this.#name();
    if (kind === 4) return String(chance.below(5));
    if (kind === 5) return chance.pick('"x"', '""', '"ab"', 'null', 'true', 'false', '7.5', '-1');
    if (kind === 6) return '$';
    if (kind === 7) return `$$.${this.#name()}`;
    if (kind === 8) return chance.pick('*', '**.a', '$$', '[]', '{}', '$sum', '/a|b/', 'missing');
    const [first, ...rest] = names;
    return first === undefined ? this.#name() : `$${chance.pick(first, ...rest)}`;
  }

  #expression(depth: number, names: readonly string[]): string {
    if (depth <= 0) return this.#leaf(names);
    const makers: readonly [Make, ...Make[]] = [
      (...at) => this.#path(...at),
      (...at) => this.#path(...at),
      (...at) => this.#operator(...at),
      (...at) => this.#constructed(...at),
      (...at) => this.#builtin(...at),
      (...at) => this.#higher(...at),
      (...at) => this.#bound(...at),
      (...at) => this.#tuples(...at),
      (...at) => this.#functions(...at),
    ];
    return this.#chance.pick(...makers)(depth, names);
  }

  #path(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const n = () => this.#name();
    const chance = this.#chance;
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `${n()}.${n()}`,
      () => `${n()}.${n()}.${n()}`,
      () => `(${e()}).${n()}`,
      () => `${n()}.(${e()})`,
      () => `${n()}[${e()}]`,
      () => `${n()}.${n()}[${chance.pick(0, 1, -1)}]`,
      () => `(${e()})[${n()} = ${e()}]`,
      () => `(${e()})[${chance.pick(0, 1, -1)}]`,
      () => `(${e()})[[0, 1]]`,
      () => `${n()}.${n()}[${e()}].${n()}`,
      () => `${n()}[]`,
      () => `${n()}.${n()}[]`,
      () => `${n()}[][0]`,
      () => `(${e()})[]`,
      () => `${n()}.[${e()}]`,
      () => `[${e()}].${n()}`,
      () => `${n()}.{"p": ${e()}}`,
      () => `${n()}^(${chance.pick('', '>', '<')}${n()})`,
      () => `(${e()})^(${n()}, >${n()})`,
      () => `${n()}^(${n()})[0].${n()}`,
      () => `(${e()}).*`,
      () => `**.${n()}`,
      () => `${n()}.$string($)`,
      () => `${n()}{${chance.pick('"k"', `$string(${n()})`, '$type($)')}: ${e()}}`,
      () => `${n()}.${n()}{$string($): ${e()}}`,
    ];
    return chance.pick(...forms)();
  }

  #operator(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const chance = this.#chance;
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `(${e()} ${chance.pick('+', '-', '*', '/', '%')} ${e()})`,
      () => `(${e()} ${chance.pick('=', '!=', '<', '>=', '>', '<=')} ${e()})`,
      () => `(${e()} & ${e()})`,
      () => `(${e()} ${chance.pick('and', 'or', 'in')} ${e()})`,
      () => `(${e()} ? ${e()} : ${e()})`,
      () => `(${e()} ? ${e()})`,
      () => `(${e()} ${chance.pick('?:', '??')} ${e()})`,
      () => `-${this.#name()}`,
      () => `[${chance.below(3)}..${e()}]`,
    ];
    return chance.pick(...forms)();
  }

  #constructed(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const chance = this.#chance;
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `[${e()}, ${e()}]`,
      () => `[${e()}]`,
      () => `[[${e()}], ${e()}]`,
      () => `{"p": ${e()}, "q": ${e()}}`,
      () => `{"p": ${e()}, "q": [${e()}]}.${chance.pick('p', 'q')}`,
      () => `{$string(${e()}): ${e()}}`,
      () => `{"__proto__": ${e()}, "toString": ${e()}}`,
      () => `($ ~> |${this.#name()}|{"z": ${e()}}|)`,
      () => `($ ~> |**[a]|{"z": ${e()}}, ["b", "c"]|)`,
    ];
    return chance.pick(...forms)();
  }

  #builtin(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const chance = this.#chance;
    const one =
      'sum count string number exists not boolean distinct keys type reverse max average length uppercase round floor ceil abs spread merge sort lowercase trim zip clone base64encode encodeUrl min';
    const [first = 'sum', ...rest] = one.split(' ');
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `$${chance.pick(first, ...rest)}(${e()})`,
      () => `$${chance.pick(first, ...rest)}(${e()})`,
      () => `$append(${e()}, ${e()})`,
      () => `$join(${e()}, "-")`,
      () => `$lookup(${e()}, "${this.#field()}")`,
      () => `$substring(${e()}, ${chance.below(3)} - 1, ${chance.below(3)})`,
      () => `$round(${e()}, ${chance.below(3)})`,
      () => `$contains(${e()}, ${chance.pick('"x"', '/x|5/')})`,
      () => `$split(${e()}, ${chance.pick('"x"', '/x|5/')})`,
      () => `$replace(${e()}, ${chance.pick('"x"', '/x|5/')}, "q$0")`,
      () => `$match(${e()}, /([a-z])(\\d)?/)`,
      () => `$pad(${e()}, ${chance.below(6) - 3}, "#")`,
      () => `$formatNumber(${e()}, "#0.00")`,
      () => `$substringBefore(${e()}, "b")`,
      () => `${this.#name()}.$${chance.pick('uppercase', 'string', 'length', 'number', 'abs', 'keys')}()`,
      () => `$zip(${e()}, ${e()})`,
      () => `$fromMillis(${e()}, "[Y0001]-[M01]")`,
    ];
    return chance.pick(...forms)();
  }

  #higher(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const body = (...more: readonly string[]) => this.#expression(depth - 1, [...names, ...more]);
    const chance = this.#chance;
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `$map(${e()}, function($v, $i) { ${body('v', 'i')} })`,
      () => `$map(${e()}, function($v) { ${body('v')} })`,
      () => `$filter(${e()}, function($v) { ${body('v')} })`,
      () => `$reduce(${e()}, function($x, $y) { $x ${chance.pick('&', '+')} $y })`,
      () => `$reduce(${e()}, $append, ${e()})`,
      () => `$each(${e()}, function($v, $k) { $k & ${body('v', 'k')} })`,
      () => `$sift(${e()}, function($v) { ${body('v')} })`,
      () => `$single(${e()}, function($v) { ${body('v')} })`,
      () => `$sort(${e()}, function($l, $r) { $l > $r })`,
      () => `$map(${e()}, ${chance.pick('$string', '$uppercase', '$sum', '$count', '$not')})`,
      () => `$map(${e()}, $substring(?, 1))`,
    ];
    return chance.pick(...forms)();
  }

  #bound(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const body = (...more: readonly string[]) => this.#expression(depth - 1, [...names, ...more]);
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `($u := ${e()}; ${body('u')})`,
      () => `($u := 1; $u := $u + ${e()}; $u)`,
      () => `($u := ${e()}; $f := function() { $u }; $u := ${body('u')}; [$f(), $u])`,
      () => `(${e()} ? $u := ${e()}; $u)`,
      () => `($sum := function($n) { $n }; $sum(${e()}))`,
      () => `{"p": ($u := ${e()}; $u)}`,
      () => `($u := ${e()}; ${this.#name()}[$u := ${body('u')}]; $u)`,
    ];
    return this.#chance.pick(...forms)();
  }

  #tuples(depth: number, names: readonly string[]): string {
    const e = (...more: readonly string[]) => this.#expression(depth - 1, [...names, ...more]);
    const n = () => this.#name();
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `${n()}#$i.{"i": $i, "v": ${e('i')}}`,
      () => `${n()}#$i[$i = 0].${n()}`,
      () => `${n()}@$o.${n()}@$p.{"o": $o, "p": ${e('o', 'p')}}`,
      () => `${n()}@$o.${n()}[$o.${n()} = ${e('o')}]`,
      () => `${n()}.${n()}.%.${n()}`,
      () => `${n()}.${n()}.{"up": %.${n()}}`,
      () => `${n()}.${n()}[%.${n()}]`,
      () => `${n()}.${n()}^(%.${n()})`,
      () => `${n()}.(${n()}.${n()}).{"x": %.%.${n()}}`,
      () => `${n()}[${e()}]#$i.$i`,
      () => `${n()}^(${n()})#$i.[$i, ${n()}]`,
      () => `${n()}@$o{$string($o.${n()}): $o}`,
      () => `${n()}#$i{$string($i): ${e('i')}}`,
      () => `${n()}#$i.${n()}#$j.[$i, $j]`,
    ];
    return this.#chance.pick(...forms)();
  }

  #functions(depth: number, names: readonly string[]): string {
    const e = () => this.#expression(depth - 1, names);
    const body = (...more: readonly string[]) => this.#expression(depth - 1, [...names, ...more]);
    const chance = this.#chance;
    const forms: readonly [() => string, ...(() => string)[]] = [
      () => `($f := function($n) { ${body('n')} }; $f(${e()}))`,
      () => `($f := function($n, $c) { $c > 3 ? $n : $f($n, $c + 1) }; $f(${e()}, 0))`,
      () => `($f := function($n) { ($string($n))[${chance.below(2)}] }; $f(${e()}))`,
      () => `($f := function($n) { ($g($n))[${chance.below(2)}] }; $g := function($n) { ${body('n')} }; $f(${e()}))`,
      () => `($f := function($n)<n-:n> { $n + 1 }; $f(${e()}))`,
      () => `($f := function($n, $m)<sn?:s> { $n & $m }; $f(${e()}))`,
      () => `(${e()} ~> $${chance.pick('string', 'count', 'sum', 'reverse')})`,
      () => `(${e()} ~> $map(function($v) { ${body('v')} }))`,
      () => `($f := $string ~> $uppercase; $f(${e()}))`,
      () => `($f := function($g, $n) { $g($n) }; $f(function($v) { ${body('v')} }, ${e()}))`,
      () => `($f := function($x, $y) { [$x, $y] }; $g := $f(?, ${e()}); $g(${e()}))`,
      () => `(${e()} ~> $append(${e()})[0])`,
      () => `(${e()})(${e()})`,
      () => `${this.#name()}(${e()})`,
      () => `$undefinedFunction(${e()})`,
      () => `/(x)|5/(${e()}).groups`,
    ];
    return chance.pick(...forms)();
  }
}
