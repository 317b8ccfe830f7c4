import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person is being asked in another system, until the answer has come back. */
const consents = `
CREATE TABLE consents (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  state_hash bytea NOT NULL UNIQUE,
  session_hash bytea NOT NULL,
  connection_id uuid,
  auth text NOT NULL,
  name text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('production', 'sandbox', 'simulator')),
  settings jsonb NOT NULL DEFAULT '{}',
  redirect_uri text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'asking', 'choosing', 'done', 'failed')),
  outcome jsonb NOT NULL DEFAULT '{}',
  sealed_secrets bytea NOT NULL,
  key_version integer NOT NULL,
  created_by uuid REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX consents_expired ON consents (tenant_id, expires_at);
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON consents TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON consents TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON consents TO invoicepatch_tenant, invoicepatch_system;`;

export class Consents1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(consents);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
