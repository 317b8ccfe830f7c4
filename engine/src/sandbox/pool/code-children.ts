import type { PoolLimits } from '../sandbox-limits.ts';
import type { Order, PoolRecord } from './batch.ts';
import { ChildPool } from './child-pool.ts';
import type { SlotOptions } from './child-slot.ts';

const keptPools = 200;

/**
 * Children for plain JavaScript. Code can take its process down at will, so a child serves one tenant and no other; it
 * starts with that tenant's first code and ends when there has been none for a while.
 */
export class CodeChildren {
  readonly #options: SlotOptions;
  readonly #limits: PoolLimits;
  /** By tenant, the least recently used first. */
  readonly #pools = new Map<string, ChildPool>();

  constructor(options: SlotOptions, limits: PoolLimits) {
    this.#options = options;
    this.#limits = { ...limits, minChildren: 0, maxChildren: 1, spareChildren: 0 };
  }

  add(order: Order, record: PoolRecord): void {
    this.#poolOf(order.tenantId).add(order, record);
  }

  get pids(): readonly number[] {
    return [...this.#pools.values()].flatMap(({ pids }) => pids);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  #poolOf(tenantId: string): ChildPool {
    const pool = this.#pools.get(tenantId) ?? new ChildPool(this.#options, this.#limits);
    this.#pools.delete(tenantId);
    this.#pools.set(tenantId, pool);
    if (this.#pools.size > keptPools) this.#forgetOne();
    return pool;
  }

  /** Only one whose child has ended: nothing of it is under way. */
  #forgetOne(): void {
    for (const [tenantId, pool] of this.#pools) {
      if (pool.pids.length > 0 || pool.isWaiting) continue;
      this.#pools.delete(tenantId);
      return;
    }
  }
}
