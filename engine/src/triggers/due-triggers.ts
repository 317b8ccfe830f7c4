import type { Database } from '../platform/database/database.ts';

/** A schedule or a poll whose time has come. */
export interface DueTrigger {
  readonly tenantId: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly cursor: unknown;
  readonly dueAt: number;
}

export interface NextTurn {
  readonly nextAt: number;
  /** What a person should know about the last turn; empty when it went well. */
  readonly note: string;
}

interface Row {
  readonly tenant_id: string;
  readonly flow_id: string;
  readonly node_id: string;
  readonly cursor: unknown;
  readonly next_at: Date;
}

/** Most triggers that one turn looks at; the rest come a second later. */
const turnSize = 100;

const selectDue = `
SELECT tenant_id, flow_id, node_id, cursor, next_at FROM poll_cursors WHERE next_at <= $1 ORDER BY next_at LIMIT $2`;
// Whoever else looks at the same trigger at the same time finds another next_at and leaves it alone.
const moveOn = `
UPDATE poll_cursors SET next_at = $4, note = $5 WHERE flow_id = $1 AND node_id = $2 AND next_at = $3 RETURNING flow_id`;
const keepCursor = `
UPDATE poll_cursors SET next_at = $4, note = $5, cursor = $6 WHERE flow_id = $1 AND node_id = $2 AND next_at = $3 RETURNING flow_id`;

/** When schedules and polls are due next. */
export class DueTriggers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Over all tenants, the longest overdue first. */
  async list(now: number): Promise<readonly DueTrigger[]> {
    const rows = await this.#database.asSystem((sql) => sql.query<Row>(selectDue, [new Date(now), turnSize]));
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      flowId: row.flow_id,
      nodeId: row.node_id,
      cursor: row.cursor,
      dueAt: row.next_at.getTime(),
    }));
  }

  /** `false` when another engine has moved it in the meantime. */
  async moveOn(due: DueTrigger, { nextAt, note }: NextTurn): Promise<boolean> {
    const values = [due.flowId, due.nodeId, new Date(due.dueAt), new Date(nextAt), note];
    const moved = await this.#database.inTenant(due.tenantId, (sql) => sql.query(moveOn, values));
    return moved.length > 0;
  }

  async keepCursor(due: DueTrigger, cursor: unknown, { nextAt, note }: NextTurn): Promise<void> {
    const values = [due.flowId, due.nodeId, new Date(due.dueAt), new Date(nextAt), note, JSON.stringify(cursor)];
    await this.#database.inTenant(due.tenantId, (sql) => sql.query(keepCursor, values));
  }
}
