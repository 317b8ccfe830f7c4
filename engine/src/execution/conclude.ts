import type { FaultRecord } from '@invoicepatch/sdk';
import type { Advance } from './advance.ts';
import type { Step } from './step.ts';

/** How a run stands when no move is open. */
export type Conclusion =
  | { readonly status: 'succeeded' }
  /** `step` is empty when it is the run as a whole that failed. */
  | { readonly status: 'failed'; readonly step: string; readonly fault: FaultRecord }
  | { readonly status: 'needs-person'; readonly wakeAtMs?: number }
  /** Without a time: until somebody wakes it. */
  | { readonly status: 'waiting'; readonly wakeAtMs?: number };

/** `undefined` while there is something to do. */
export function conclude(next: Advance): Conclusion | undefined {
  const { moves, open, failure, undo, succeeded, deadlineMs } = next;
  if (moves.length > 0) return undefined;
  if (succeeded) return { status: 'succeeded' };
  // A failed run waits for what it must not bury, a write that nobody knows the end of; and for what takes its acts back.
  const isLast = failure !== undefined && undo?.kind !== 'under-way';
  const awaited = isLast ? open.filter(isUndecided) : open;
  const wakes = awaited.flatMap(wakeOf);
  if (deadlineMs !== undefined) wakes.push(deadlineMs);
  const wake = wakes.length === 0 ? {} : { wakeAtMs: Math.min(...wakes) };
  if (awaited.some(({ state }) => state.kind === 'doubtful')) return { status: 'needs-person', ...wake };
  if (isLast && awaited.length === 0) return { status: 'failed', step: failure.at, fault: failure.fault };
  if (awaited.some(({ state }) => state.kind === 'asking')) return { status: 'needs-person', ...wake };
  return awaited.some(isWaiting) ? { status: 'waiting', ...wake } : undefined;
}

function isUndecided({ state }: Step): boolean {
  return state.kind === 'doubtful' || state.kind === 'calling' || (state.kind === 'sleeping' && state.doubted === true);
}

function isWaiting({ state }: Step): boolean {
  return state.kind === 'sleeping' || state.kind === 'listening' || state.kind === 'calling';
}

function wakeOf({ state }: Step): number[] {
  switch (state.kind) {
    case 'sleeping':
      return [state.untilMs];
    case 'calling':
      return [state.wakeAtMs];
    case 'asking':
    case 'listening':
      return state.wakeAtMs === undefined ? [] : [state.wakeAtMs];
    case 'pending':
    case 'running':
    case 'done':
    case 'skipped':
    case 'failed':
    case 'doubtful':
      return [];
  }
}
