import type { RunStatus } from '../api/wire.ts';

/** Whether a run has come to its end. */
export function isFinal(status: RunStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}
