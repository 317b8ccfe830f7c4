import type { Effect } from '../execution/effect.ts';
import type { ItemRange, JournalEntry } from '../execution/fact.ts';
import { RunMemory } from '../execution/memory.ts';
import type { StepFact } from './store/run-store.ts';

interface Sent {
  readonly key: string;
  readonly input: string;
}

/** What an earlier run knows of its effects that the next one must not do twice. What was taken back may be done again. */
export function toCarried(entries: readonly JournalEntry[]): readonly StepFact[] {
  // What was folded up is let go of here, so that a loop of a million items stays small.
  const memory = new RunMemory();
  memory.learn(entries);
  const { effects } = memory;
  const sent = new Map<string, Sent>();
  for (const { step, fact } of entries) {
    if (!effects.has(step)) continue;
    if (fact.kind === 'intended' || fact.kind === 'carried') sent.set(step, { key: fact.key, input: fact.input });
    if (fact.kind === 'called') sent.set(step, { key: fact.runId, input: fact.input });
  }
  return [...effects].flatMap(([step, effect]) => [
    ...toFolds(step, effect),
    ...toEffectFact(step, effect, sent.get(step)),
  ]);
}

function toEffectFact(step: string, effect: Effect, sent: Sent | undefined): StepFact[] {
  if (sent === undefined || effect.undone === true) return [];
  const { state } = effect;
  const output = state.phase === 'confirmed' || state.phase === 'carried' ? state.output : undefined;
  if (output !== undefined) return [{ step, fact: { kind: 'carried', ...sent, output } }];
  // A called run that did not succeed is gone on with: it may have done a part.
  const wasCalled = state.phase === 'called' || (state.phase === 'refused' && effect.attempts.length === 0);
  const isOpen = effect.doubted || state.phase === 'intended' || state.phase === 'carried' || wasCalled;
  return isOpen ? [{ step, fact: { kind: 'carried', ...sent } }] : [];
}

/** Of a big loop, the items that succeeded. */
function toFolds(step: string, { folds = [] }: Effect): StepFact[] {
  return folds.map((fold) => {
    const failed = new Set(fold.failed.map(({ index }) => index));
    if (failed.size === 0) return { step, fact: { kind: 'folded', ...fold } };
    const outputs = JSON.parse(fold.outputs) as readonly unknown[];
    const kept = fold.items
      .flatMap(([first, count]) => Array.from({ length: count }, (_, at) => first + at))
      .map((index, at) => ({ index, output: outputs[at] }))
      .filter(({ index }) => !failed.has(index));
    const items = kept.map(({ index }): ItemRange => [index, 1]);
    return {
      step,
      fact: {
        kind: 'folded',
        list: fold.list,
        items,
        outputs: JSON.stringify(kept.map(({ output }) => output)),
        failed: [],
      },
    };
  });
}
