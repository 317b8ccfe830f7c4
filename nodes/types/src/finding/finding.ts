import type { Range } from '../text/ranges.ts';

/** What the check of types can find. */
export type FindingCode =
  | 'flow.bad-expression'
  | 'flow.extra-field'
  | 'flow.maybe-missing'
  | 'flow.maybe-wrong-type'
  | 'flow.missing-field'
  | 'flow.never-equal'
  | 'flow.never-there'
  | 'flow.one-or-list'
  | 'flow.unknown-field'
  | 'flow.unknown-function'
  | 'flow.unknown-reference'
  | 'flow.unknown-variable'
  | 'flow.wrong-argument'
  | 'flow.wrong-operand'
  | 'flow.wrong-type';

export interface Fix {
  readonly range: Range;
  readonly insert: string;
}

/**
 * Something about an expression that is wrong for every input that its schema allows (`error`), or may be for some
 * (`warning`).
 */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: FindingCode;
  /** In the source of the expression. */
  readonly range: Range;
  /** The target's field, `lines[].amount`, when it is about one. */
  readonly path?: string;
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string;
  readonly fix?: Fix;
  /** The evaluation surely fails: it throws, whatever comes in. */
  readonly throws?: true;
}
