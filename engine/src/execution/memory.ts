import type { FaultRecord } from '@invoicepatch/sdk';
import { type Effect, foldFact, untouched } from './effect.ts';
import type { ItemRange, JournalEntry } from './fact.ts';

/** The result of a pure evaluation: JSON text, or why there is none. */
export type Value = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: FaultRecord };

export interface RunFacts {
  readonly id: string;
  readonly startedAtMs: number;
  /** Where the addresses of its waits begin, and what makes them unguessable; absent where nobody waits. */
  readonly callbacks?: { readonly url: string; readonly secret: string };
}

/** Everything that is known of a run. The same memory gives the same next moves. */
export interface Memory {
  readonly run: RunFacts;
  readonly event: { readonly nodeId: string; readonly payload: string };
  /** By step. */
  readonly effects: ReadonlyMap<string, Effect>;
  /** By slot. Recomputable: never stored. */
  readonly values: ReadonlyMap<string, Value>;
  readonly nowMs: number;
  /** Steps whose called run was looked at since this run was taken up; the look is not repeated until it is taken up again. */
  readonly inquired?: ReadonlySet<string>;
}

/** Slots of a step that hold evaluated values. */
export const slotNames = ['input', 'value', 'items'] as const;
export type SlotName = (typeof slotNames)[number];

export function toSlot(step: string, name: SlotName): string {
  return `${step}#${name}`;
}

/** The memory of one run while it is driven: it grows with the journal and lets go of what a big loop has finished. */
export class RunMemory {
  readonly effects = new Map<string, Effect>();
  readonly values = new Map<string, Value>();
  readonly inquired = new Set<string>();

  learn(entries: Iterable<JournalEntry>): void {
    for (const entry of entries) {
      this.effects.set(entry.step, foldFact(this.effects.get(entry.step) ?? untouched, entry));
      if (entry.fact.kind === 'folded') this.#letGo(entry.step, entry.fact.items);
    }
  }

  /** Drops what is known of steps that nobody will ask about again. */
  forget(steps: Iterable<string>): void {
    for (const step of steps) {
      this.effects.delete(step);
      for (const name of slotNames) this.values.delete(toSlot(step, name));
    }
  }

  #letGo(loop: string, items: readonly ItemRange[]): void {
    const gone = new Set(items.flatMap(([first, count]) => Array.from({ length: count }, (_, at) => first + at)));
    const start = `${loop}[`;
    const isGone = (key: string) =>
      key.startsWith(start) && gone.has(Number(key.slice(start.length, key.indexOf(']', start.length))));
    for (const step of this.effects.keys()) if (isGone(step)) this.effects.delete(step);
    for (const slot of this.values.keys()) if (isGone(slot)) this.values.delete(slot);
  }
}
