/** What a rule may throw and catch: `type` is the error's name, as in `{"throw": "name"}`. */
export interface RuleError {
  readonly type: unknown;
  readonly [fact: string]: unknown;
}

/** Thrown by a rule that cannot go on. Only these are caught by `try`; a time limit or a full stack is not. */
export class RuleFailure {
  readonly error: RuleError;
  /** Where in the rule: operators and positions, joined by dots. */
  readonly place: string;

  constructor(error: RuleError, place: string) {
    this.error = error;
    this.place = place;
  }
}

/** Something is not a number, or would not be finite. */
export function failNumber(place: string): never {
  throw new RuleFailure({ type: 'NaN' }, place);
}

export function failArguments(place: string): never {
  throw new RuleFailure({ type: 'Invalid Arguments' }, place);
}

export function throwValue(value: unknown, place: string): never {
  const isError = typeof value === 'object' && value !== null && !Array.isArray(value);
  throw new RuleFailure(isError ? { type: undefined, ...value } : { type: value }, place);
}

/** The error as the next branch of `try` sees it; anything that is not the rule's own goes on. */
export function caughtError(thrown: unknown): RuleError {
  if (thrown instanceof RuleFailure) return thrown.error;
  throw thrown;
}
