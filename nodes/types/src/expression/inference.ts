import type { Node } from '@invoicepatch/jsonata/syntax';
import type { Finding, FindingCode, Fix } from '../finding/finding.ts';
import { type SentenceName, say } from '../finding/sentences.ts';
import { type Range, Ranges } from '../text/ranges.ts';
import { join } from '../type/join.ts';
import type { Language } from '../type/show.ts';
import { anything, type Type } from '../type/type.ts';
import type { At } from './at.ts';

export interface Trouble {
  readonly code: FindingCode;
  readonly sentence: SentenceName;
  readonly facts?: Readonly<Record<string, string | undefined>>;
  readonly node: Node;
  readonly range?: Range;
  /** Whenever it is evaluated: it throws, or it gives nothing. Without it, only for some values. */
  readonly certain?: 'throws' | 'nothing';
  readonly fix?: Fix;
}

/** What was known each time that a piece was looked at. */
export interface Seen {
  readonly node: Node;
  type: Type;
  input: Type;
  scope: At['scope'];
}

interface Kept {
  readonly trouble: Trouble;
  /** How often it was found, and whether one of the times was sure to come. */
  times: number;
  sure: boolean;
}

/** How many pieces may still be looked at, calls within calls counted each time; what is left is taken for anything. */
export interface Effort {
  left: number;
}

const workLimit = 60_000;
/** Calls within calls: deeper ones, as of a function that calls itself, are taken for anything. */
const depthLimit = 6;

/** One look at one expression: collects what is found, and what each piece was seen to be. */
export class Inference {
  readonly ranges: Ranges;
  readonly language: Language;
  readonly #kept = new Map<string, Kept>();
  readonly #seen = new Map<Node, Seen & { times: number }>();
  readonly #later: (() => void)[] = [];
  readonly #effort: Effort;
  #work = 0;
  #ids = 0;
  #depth = 0;
  readonly #infer: (node: Node, at: At, inference: Inference) => Type;

  constructor(
    source: string,
    { language, effort }: { readonly language: Language; readonly effort?: Effort | undefined },
    infer: (node: Node, at: At, inference: Inference) => Type,
  ) {
    this.ranges = new Ranges(source);
    this.language = language;
    this.#effort = effort ?? { left: workLimit };
    this.#infer = infer;
  }

  get isWornOut(): boolean {
    return this.#work > workLimit || this.#effort.left <= 0;
  }

  infer(node: Node, at: At): Type {
    this.#work += 1;
    this.#effort.left -= 1;
    const type = this.#infer(node, at, this);
    this.saw(node, type, at);
    return type;
  }

  /** A call: what it gives, unless there are too many within each other. */
  within(call: () => Type): Type {
    if (this.#depth >= depthLimit) return anything;
    this.#depth += 1;
    try {
      return call();
    } finally {
      this.#depth -= 1;
    }
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** For what is looked at only when nothing else did. */
  later(act: () => void): void {
    this.#later.push(act);
  }

  finish(): void {
    for (let act = this.#later.shift(); act !== undefined; act = this.#later.shift()) act();
  }

  /** Remembers what a piece was, for whoever points at it. */
  saw(node: Node, type: Type, { input, scope }: At): void {
    const before = this.#seen.get(node);
    if (before === undefined) {
      this.#seen.set(node, { node, type, input, scope, times: 1 });
      return;
    }
    before.type = join(before.type, type);
    before.input = join(before.input, input);
    before.scope = scope;
    before.times += 1;
  }

  report(trouble: Trouble, at: At): void {
    const range = trouble.range ?? this.ranges.of(trouble.node);
    const key = `${trouble.code} ${range.start} ${range.end}`;
    const kept = this.#kept.get(key) ?? { trouble, times: 0, sure: false };
    kept.times += 1;
    kept.sure ||= at.sure && trouble.certain === 'throws';
    this.#kept.set(key, kept);
  }

  listSeen(): readonly Seen[] {
    return [...this.#seen.values()];
  }

  /** A piece that was fine one time and not the other, as in a function that is called twice, is a warning at most. */
  findings(): Finding[] {
    return [...this.#kept.values()].flatMap((kept) => this.#judge(kept) ?? []);
  }

  #judge({ trouble, times, sure }: Kept): Finding | undefined {
    const looked = this.#seen.get(trouble.node)?.times ?? times;
    const always = times >= looked;
    if (!always && trouble.certain === 'nothing') return undefined;
    const isError = trouble.certain === 'throws' ? sure : trouble.certain === 'nothing';
    return {
      severity: isError ? 'error' : 'warning',
      code: trouble.code,
      range: trouble.range ?? this.ranges.of(trouble.node),
      message: say(trouble.sentence, this.language, trouble.facts),
      ...(trouble.fix === undefined ? {} : { fix: trouble.fix }),
      ...(isError && trouble.certain === 'throws' ? { throws: true } : {}),
    };
  }
}
