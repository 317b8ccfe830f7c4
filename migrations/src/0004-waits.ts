import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes the addresses of a tenant's waiting steps unguessable. Only the engine reads it. */
const callbackKeys = `
CREATE TABLE callback_keys (
  tenant_id uuid PRIMARY KEY REFERENCES tenants,
  sealed bytea NOT NULL,
  key_version integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE callback_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE callback_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON callback_keys TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON callback_keys TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON callback_keys TO invoicepatch_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON callback_keys TO invoicepatch_system;`;

/** Addresses at which steps wait. */
export class Waits1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(callbackKeys);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
