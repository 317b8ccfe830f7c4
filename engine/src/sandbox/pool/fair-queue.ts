/** First come first served within a tenant, one after another among tenants. */
export class FairQueue<Item extends { readonly tenantId: string }> {
  #tenants = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    const items = this.#tenants.get(item.tenantId);
    if (items === undefined) this.#tenants.set(item.tenantId, [item]);
    else items.push(item);
    this.#size += 1;
  }

  /** For an item that was taken and not served: its tenant keeps its turn. */
  putBack(item: Item): void {
    const items = this.#tenants.get(item.tenantId);
    if (items === undefined) this.#tenants = new Map([[item.tenantId, [item]], ...this.#tenants]);
    else items.unshift(item);
    this.#size += 1;
  }

  /** The next item; its tenant goes to the end of the line. */
  take(): Item | undefined {
    for (const [tenantId, items] of this.#tenants) {
      const item = items.shift();
      this.#tenants.delete(tenantId);
      if (items.length > 0) this.#tenants.set(tenantId, items);
      if (item === undefined) continue;
      this.#size -= 1;
      return item;
    }
    return undefined;
  }

  /** Takes out every item that `unwanted` names. */
  remove(unwanted: (item: Item) => boolean): Item[] {
    const removed: Item[] = [];
    for (const [tenantId, items] of this.#tenants) {
      const kept = items.filter((item) => !unwanted(item));
      removed.push(...items.filter(unwanted));
      if (kept.length > 0) this.#tenants.set(tenantId, kept);
      else this.#tenants.delete(tenantId);
    }
    this.#size -= removed.length;
    return removed;
  }
}
