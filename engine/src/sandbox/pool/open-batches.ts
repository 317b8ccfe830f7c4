import type { Batch, Order } from './batch.ts';

/** Batches that wait for a child and can take more records, so that records of one program cross together. */
export class OpenBatches {
  readonly #byKey = new Map<string, Batch>();
  readonly #limits: { readonly records: number; readonly chars: number };

  constructor(limits: { readonly records: number; readonly chars: number }) {
    this.#limits = limits;
  }

  /** One that this order's record may join. */
  find(order: Order): Batch | undefined {
    const batch = this.#byKey.get(keyOf(order));
    return batch !== undefined && batch.size < this.#limits.records && batch.chars < this.#limits.chars
      ? batch
      : undefined;
  }

  open(batch: Batch): void {
    this.#byKey.set(keyOf(batch.order), batch);
  }

  close(batch: Batch): void {
    const key = keyOf(batch.order);
    if (this.#byKey.get(key) === batch) this.#byKey.delete(key);
  }
}

function keyOf({ kind, tenantId, scope, program, names, timeoutMs }: Order): string {
  return `${kind} ${program.id} ${timeoutMs} ${tenantId} ${names.join()} ${scope}`;
}
