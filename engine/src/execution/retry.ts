import { createHash } from 'node:crypto';
import type { FaultRecord, RetryPolicy } from '@invoicepatch/sdk';

/** Tries of one effect before its failure is final, unless its node says otherwise: about ten minutes with these waits. */
const usual = { attempts: 10, firstWaitMs: 1_000, factor: 2, longestWaitMs: 120_000 };

export interface Tries {
  /** How many there have been. */
  readonly attempt: number;
  readonly nowMs: number;
  readonly policy?: RetryPolicy | undefined;
  /** Spreads the waits of different effects, always in the same way for the same one. */
  readonly seed?: string;
}

/** When to try again, or `undefined` when trying again cannot help. */
export function nextAttemptAt(fault: FaultRecord, { attempt, nowMs, policy, seed }: Tries): number | undefined {
  const attempts = policy?.attempts ?? usual.attempts;
  if (fault.kind !== 'unavailable' || attempt >= attempts) return undefined;
  // The service knows its own limit better than a formula does, so its answer wins.
  if (fault.retryAfterMs !== undefined) return nowMs + fault.retryAfterMs;
  const first = policy?.firstWaitMs ?? usual.firstWaitMs;
  const longest = Math.max(first, policy?.longestWaitMs ?? usual.longestWaitMs);
  const waitMs = Math.min(first * (policy?.factor ?? usual.factor) ** (attempt - 1), longest);
  return nowMs + Math.round(waitMs * (seed === undefined ? 1 : spread(`${seed}/${attempt}`)));
}

/** Between three and five quarters: many that failed together don't come back together. */
function spread(seed: string): number {
  return 0.75 + createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 33;
}
