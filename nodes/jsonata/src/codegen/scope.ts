import type { Value } from './value.ts';

export interface Variable {
  readonly js: string;
  /** Bound once at most, so that what is known about its value stays true. */
  readonly isBoundOnce: boolean;
  /** Known from the place where it was bound on, if that place is always reached. */
  value: Value | undefined;
}

/** Names that one frame of the language binds. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  /** How deep in branches, loops and functions the frame was opened. */
  readonly depth: number;
  /** The JavaScript name of the tuple whose names the frame holds. */
  readonly tuple?: string;
}
