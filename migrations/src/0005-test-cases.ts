import type { MigrationInterface, QueryRunner } from 'typeorm';

const tests = `
CREATE TABLE flow_tests (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  name text NOT NULL,
  spec text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (flow_id, name),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);`;

/** A batch is known by the id that its sender gave it; an item is done when it has a new run or a fault. */
const batches = `
CREATE TABLE again_batches (
  tenant_id uuid NOT NULL REFERENCES tenants,
  id uuid NOT NULL,
  version text NOT NULL CHECK (version IN ('same', 'newest')),
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX again_batches_open ON again_batches (created_at) WHERE finished_at IS NULL;
CREATE TABLE again_items (
  tenant_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  run_id uuid NOT NULL,
  position integer NOT NULL,
  new_run_id uuid,
  fault jsonb,
  PRIMARY KEY (tenant_id, batch_id, run_id),
  FOREIGN KEY (tenant_id, batch_id) REFERENCES again_batches (tenant_id, id)
);
CREATE INDEX again_items_open ON again_items (tenant_id, batch_id, position) WHERE new_run_id IS NULL AND fault IS NULL;`;

function fence(table: string): string {
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON ${table} TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO invoicepatch_tenant, invoicepatch_system;`;
}

/** Tests that are kept with their flow, and lists of runs that are run again together. */
export class TestCases1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const fences = ['flow_tests', 'again_batches', 'again_items'].map(fence);
    for (const part of [tests, batches, ...fences]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
