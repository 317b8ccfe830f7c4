import type { Database } from '../../platform/database/database.ts';

/** How long a change of a tenant's limits may take to be noticed, in milliseconds. */
const everyMs = 5_000;

/** Which tenants may have only so many runs at once. Kept in memory whole: few have a limit, and each event asks. */
export class TenantLimits {
  readonly #database: Database;
  readonly #complain: (cause: unknown) => void;
  #limited: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, complain: (cause: unknown) => void) {
    this.#database = database;
    this.#complain = complain;
  }

  areLimited(tenantId: string): boolean {
    return this.#limited.has(tenantId);
  }

  async start(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => void this.refresh().catch(this.#complain), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async refresh(): Promise<void> {
    const rows = await this.#database.asSystem((sql) =>
      sql.query<{ id: string }>('SELECT tenant_id AS id FROM tenant_limits WHERE runs_at_once IS NOT NULL'),
    );
    this.#limited = new Set(rows.map(({ id }) => id));
  }
}
