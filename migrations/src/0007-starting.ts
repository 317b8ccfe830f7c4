import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Runs of flows with limits wait for their turn: a number in the order of acceptance, within a lane where the flow has
 * lanes. Runs that gather events bear the key by which they do. All of it is NULL for a run that is driven from its birth.
 */
const turns = `
CREATE SEQUENCE run_turns;
GRANT USAGE ON SEQUENCE run_turns TO invoicepatch_system;
ALTER TABLE open_runs
  ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1 AND 1),
  ADD COLUMN turn bigint,
  ADD COLUMN lane text,
  ADD COLUMN gather text,
  ADD COLUMN gathered_since timestamptz,
  ADD COLUMN gathered integer NOT NULL DEFAULT 0;
CREATE INDEX open_runs_fair ON open_runs (tenant_id, priority, wake_at) WHERE wake_at IS NOT NULL AND turn IS NULL;
CREATE INDEX open_runs_turns ON open_runs (flow_id, lane, turn) WHERE turn IS NOT NULL;
CREATE UNIQUE INDEX open_runs_gathering ON open_runs (flow_id, node_id, gather) WHERE gather IS NOT NULL;`;

/** What an operator allows a tenant. Without a row: no limit, weight 1. */
const tenantLimits = `
CREATE TABLE tenant_limits (
  tenant_id uuid PRIMARY KEY REFERENCES tenants,
  runs_at_once integer CHECK (runs_at_once > 0),
  weight integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100)
);`;

/** What the newest version of a flow says about runs at once; written when it is published. */
const flowLimits = `
CREATE TABLE flow_limits (
  flow_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  runs_at_once integer CHECK (runs_at_once > 0),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id) ON DELETE CASCADE
);`;

/** Answers on their way to a sender who waits in another process: worth nothing after a crash. */
const answers = `
CREATE UNLOGGED TABLE run_answers (
  run_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  told text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT now()
);`;

/** What a cursor was made by: another kind of poll in the same place can't read it. */
const cursorTypes = 'ALTER TABLE poll_cursors ADD COLUMN node_type text;';

function fence(table: string, tenantMay: string): string {
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON ${table} TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT ${tenantMay} ON ${table} TO invoicepatch_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO invoicepatch_system;`;
}

const fences = [
  fence('tenant_limits', 'SELECT'),
  fence('flow_limits', 'SELECT, INSERT, UPDATE, DELETE'),
  fence('run_answers', 'SELECT, DELETE'),
].join('\n');

/** Turns, lanes and limits of runs, gathered events, answers between processes. */
export class Starting1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [turns, tenantLimits, flowLimits, answers, cursorTypes, fences]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
