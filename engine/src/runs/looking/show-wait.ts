import type { Effect } from '../../execution/effect.ts';
import type { Step } from '../../execution/step.ts';

/** What a step waits for, or waited for, as people see it; `null` when it does not wait. Times are ISO 8601. */
export function showWait({ state }: Step, effect: Effect | undefined) {
  const held = effect?.state;
  if (state.kind === 'calling') return { kind: 'flow' as const, runId: state.runId };
  switch (held?.phase) {
    case 'asleep':
      return { kind: 'time' as const, until: toTime(held.untilMs) };
    case 'listening':
      return { kind: 'callback' as const, expiresAt: toTime(held.expiresAtMs), heard: effect?.heard !== undefined };
    case 'called':
      return { kind: 'flow' as const, runId: held.runId };
    case 'asked':
      return {
        kind: 'people' as const,
        choices: held.poll?.choices ?? null,
        people: held.poll?.people ?? null,
        answers: held.answers.map((answer) => ({ ...answer, at: toTime(answer.at) })),
        reminders: held.reminders,
        expiresAt: toTime(held.poll?.expiresAtMs),
        expired: effect?.elapsed === true,
      };
    case 'retrying':
      return { kind: 'time' as const, until: toTime(held.atMs) };
    case 'planned':
    case 'carried':
    case 'intended':
    case 'confirmed':
    case 'refused':
    case 'doubtful':
    case undefined:
      return null;
  }
}

function toTime(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
