import { ChildSlot, type SlotListener, type SlotOptions } from './child-slot.ts';

/** Children that have started and wait to take the place of one that dies: starting takes longer than many evaluations. */
export class SpareChildren {
  readonly #options: SlotOptions;
  readonly #wanted: number;
  readonly #spares = new Set<ChildSlot>();
  readonly #owners = new Map<ChildSlot, SlotListener>();
  #closed = false;

  constructor(options: SlotOptions, wanted: number) {
    this.#options = options;
    this.#wanted = wanted;
  }

  /** A spare one, or a fresh one when there is none. `makeListener` gets the slot by asking for it. */
  take(makeListener: (slot: () => ChildSlot) => SlotListener): ChildSlot {
    const [spare] = [...this.#spares].sort((one, other) => Number(one.isStarting) - Number(other.isStarting));
    const slot: ChildSlot = spare ?? this.#create();
    this.#spares.delete(slot);
    this.#owners.set(
      slot,
      makeListener(() => slot),
    );
    if (spare !== undefined) this.fill();
    return slot;
  }

  /** Starts as many as are wanted. The first child of all makes what the others start from, so it goes before them. */
  fill(): void {
    while (!this.#closed && this.#spares.size < this.#wanted) this.#spares.add(this.#create());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      [...this.#spares].map((slot) => {
        slot.stop();
        return slot.ended;
      }),
    );
  }

  #create(): ChildSlot {
    const slot: ChildSlot = new ChildSlot(this.#options, {
      free: () => this.#owners.get(slot)?.free(),
      later: (batch, hadTurn) => this.#owners.get(slot)?.later(batch, hadTurn),
      died: (ended, useful) => {
        const owner = this.#owners.get(slot);
        this.#owners.delete(slot);
        // A spare one that dies is replaced when the next one is needed.
        this.#spares.delete(slot);
        owner?.died(ended, useful);
      },
    });
    return slot;
  }
}
