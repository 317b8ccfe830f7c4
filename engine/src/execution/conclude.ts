import type { FaultRecord } from '@invoicepatch/sdk';
import type { Advance } from './advance.ts';
import { isSettled } from './step.ts';

/** How a run stands when no move is open. */
export type Conclusion =
  | { readonly status: 'succeeded' }
  | { readonly status: 'failed'; readonly step: string; readonly fault: FaultRecord }
  | { readonly status: 'needs-person'; readonly wakeAtMs?: number }
  | { readonly status: 'waiting'; readonly wakeAtMs: number };

/** `undefined` while there is something to do. */
export function conclude({ steps, moves }: Advance): Conclusion | undefined {
  if (moves.length > 0) return undefined;
  const all = [...steps.values()];
  const wakes = all.flatMap(({ state }) => (state.kind === 'sleeping' ? [state.untilMs] : []));
  const asks = all.some(({ state }) => state.kind === 'asking' || state.kind === 'doubtful');
  const failed = all.find(({ state }) => state.kind === 'failed');
  // A write that nobody knows the end of comes before the failure of another step: it must not be buried by it.
  if (all.some(({ state }) => state.kind === 'doubtful')) return person(wakes);
  const doubted = all.flatMap(({ state }) =>
    state.kind === 'sleeping' && state.fault?.doubtful === true ? [state.untilMs] : [],
  );
  if (doubted.length > 0) return { status: 'waiting', wakeAtMs: Math.min(...doubted) };
  if (failed?.state.kind === 'failed') return { status: 'failed', step: failed.key, fault: failed.state.fault };
  if (asks) return person(wakes);
  if (wakes.length > 0) return { status: 'waiting', wakeAtMs: Math.min(...wakes) };
  return all.every(({ state }) => isSettled(state)) ? { status: 'succeeded' } : undefined;
}

function person(wakes: readonly number[]): Conclusion {
  return wakes.length === 0 ? { status: 'needs-person' } : { status: 'needs-person', wakeAtMs: Math.min(...wakes) };
}
