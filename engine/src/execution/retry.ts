import type { FaultRecord } from '@invoicepatch/sdk';

/** Tries of one effect before its failure is final: about ten minutes with the waits below. */
export const attemptLimit = 10;

/** When to try again, or `undefined` when trying again cannot help. */
export function nextAttemptAt(
  fault: FaultRecord,
  { attempt, nowMs }: { attempt: number; nowMs: number },
): number | undefined {
  if (fault.kind !== 'unavailable' || attempt >= attemptLimit) return undefined;
  // The service knows its own limit better than a formula does, so its answer wins.
  return nowMs + (fault.retryAfterMs ?? Math.min(1_000 * 2 ** (attempt - 1), 120_000));
}
