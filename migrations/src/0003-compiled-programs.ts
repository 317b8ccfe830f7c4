import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the compiler made of a version's mappings: a JSON list of `{source, code, hash}`. It can be made again at any
 * time, so it may be changed where the version itself may not.
 */
const programs = `
CREATE TABLE compiled_programs (
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  version integer NOT NULL,
  compiler text NOT NULL,
  programs text NOT NULL,
  compiled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, version),
  FOREIGN KEY (flow_id, version) REFERENCES flow_versions,
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);
ALTER TABLE compiled_programs ENABLE ROW LEVEL SECURITY;
ALTER TABLE compiled_programs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON compiled_programs TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON compiled_programs TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON compiled_programs TO invoicepatch_tenant, invoicepatch_system;`;

/** Compiled mappings are kept with their version. */
export class CompiledPrograms1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(programs);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
