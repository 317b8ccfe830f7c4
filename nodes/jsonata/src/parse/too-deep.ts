/** Thrown for an expression that is nested too deep to be read: the shape of the reference's own failures. */
export interface TooDeep {
  readonly code: 'too-deep';
  /** In UTF-16 units from the beginning, after the sign. */
  readonly position: number;
  readonly message: string;
}

export function tooDeep(position: number): TooDeep {
  const message =
    'The expression is nested too deep here. Bind its parts to variables, one after the other: ($part := …; $part).';
  return { code: 'too-deep', position, message };
}

export function tooManyDefaults(position: number): TooDeep {
  const message =
    'Too many ?? or ?: stand in one row here. Take the first of a list instead: [first, second, third][0].';
  return { code: 'too-deep', position, message };
}
