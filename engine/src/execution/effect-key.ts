import { createHash } from 'node:crypto';

/** The idempotency key of an effect: the same for every attempt, another for every run and step. 43 characters. */
export function toEffectKey(runId: string, step: string): string {
  return `ip-${createHash('sha256').update(`${runId}\n${step}`).digest('hex').slice(0, 40)}`;
}
