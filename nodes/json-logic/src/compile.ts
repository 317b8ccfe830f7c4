import { createHash } from 'node:crypto';
import { writeRule } from './codegen/write-rule.ts';

/** `code` is the text of a function from the runtime to the program; `hash` is its SHA-256. */
export interface Compiled {
  readonly kind: 'compiled';
  readonly code: string;
  readonly hash: string;
}

/** Every rule that means anything compiles. Throws `RuleProblem` for one that does not. */
export function compile(rule: unknown): Compiled {
  const code = writeRule(rule);
  return { kind: 'compiled', code, hash: createHash('sha256').update(code).digest('hex') };
}
