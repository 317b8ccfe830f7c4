import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that only a member of the tenant may see: the tenant role is held to `app.tenant`, the system role is not. */
const tenantTables = [
  'memberships',
  'sessions',
  'api_keys',
  'data_keys',
  'connections',
  'flows',
  'flow_versions',
  'hooks',
  'files',
  'events',
  'runs',
  'journal',
  'records',
  'poll_cursors',
  'simulator_companies',
  'simulator_objects',
  'simulator_sequences',
] as const;

const roles = `
DO $$ BEGIN
  CREATE ROLE invoicepatch_tenant NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE invoicepatch_system NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
  EXECUTE format('GRANT invoicepatch_tenant, invoicepatch_system TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  IF NOT (pg_has_role(current_user, 'invoicepatch_tenant', 'MEMBER') AND pg_has_role(current_user, 'invoicepatch_system', 'MEMBER')) THEN RAISE; END IF;
END $$;`;

const identity = `
CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE TABLE memberships (
  tenant_id uuid NOT NULL REFERENCES tenants,
  user_id uuid NOT NULL REFERENCES users,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'builder', 'approver', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  user_id uuid NOT NULL REFERENCES users,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'builder', 'approver', 'viewer')),
  secret_hash bytea NOT NULL,
  created_by uuid REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);`;

const connections = `
CREATE TABLE data_keys (
  tenant_id uuid NOT NULL REFERENCES tenants,
  version integer NOT NULL,
  wrapped bytea NOT NULL,
  master_key_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);
CREATE TABLE connections (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  auth text NOT NULL,
  name text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('production', 'sandbox', 'simulator')),
  settings jsonb NOT NULL DEFAULT '{}',
  sealed_secrets bytea NOT NULL,
  key_version integer NOT NULL,
  health text NOT NULL DEFAULT 'unknown' CHECK (health IN ('unknown', 'good', 'refused', 'unreachable')),
  health_note text NOT NULL DEFAULT '',
  checked_at timestamptz,
  created_by uuid REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name)
);`;

const flows = `
CREATE TABLE flows (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  name text NOT NULL,
  draft jsonb NOT NULL,
  draft_revision integer NOT NULL DEFAULT 1,
  published_version integer,
  published_revision integer,
  template_slug text,
  created_by uuid REFERENCES users,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id)
);
CREATE INDEX flows_list ON flows (tenant_id, updated_at DESC, id);
CREATE TABLE flow_versions (
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  content_hash text NOT NULL,
  published_by uuid REFERENCES users,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, version),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);
CREATE TABLE hooks (
  id text PRIMARY KEY CHECK (length(id) >= 22),
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  node_id text NOT NULL,
  sealed_secret bytea,
  key_version integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (flow_id, node_id),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);
CREATE TABLE poll_cursors (
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  node_id text NOT NULL,
  cursor jsonb,
  next_at timestamptz NOT NULL DEFAULT now(),
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (flow_id, node_id),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);
CREATE TABLE files (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  name text NOT NULL,
  media_type text NOT NULL,
  size_bytes bigint NOT NULL,
  sha256 bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX files_hash ON files (tenant_id, sha256);`;

const runs = `
CREATE TABLE events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  node_id text NOT NULL,
  dedupe_key text,
  payload text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id)
);
CREATE UNIQUE INDEX events_dedupe ON events (tenant_id, flow_id, node_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE TABLE runs (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  version integer NOT NULL,
  event_id uuid NOT NULL REFERENCES events,
  status text NOT NULL CHECK (status IN ('queued', 'running', 'waiting', 'needs-person', 'succeeded', 'failed', 'cancelled')),
  accepted_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  wake_at timestamptz,
  epoch integer NOT NULL DEFAULT 0,
  owner text,
  lease_until timestamptz,
  crashes integer NOT NULL DEFAULT 0,
  last_seq integer NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  fault jsonb,
  fault_step text,
  again_of uuid REFERENCES runs,
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id),
  FOREIGN KEY (flow_id, version) REFERENCES flow_versions
);
CREATE INDEX runs_list ON runs (tenant_id, accepted_at DESC, id DESC);
CREATE INDEX runs_of_flow ON runs (tenant_id, flow_id, accepted_at DESC, id DESC);
CREATE INDEX runs_due ON runs (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX runs_leased ON runs (lease_until) WHERE status = 'running';
CREATE TABLE journal (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  seq integer NOT NULL,
  step text NOT NULL,
  fact text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, seq),
  FOREIGN KEY (tenant_id, run_id) REFERENCES runs (tenant_id, id)
);
CREATE TABLE records (
  tenant_id uuid NOT NULL REFERENCES tenants,
  collection text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, collection, key)
);`;

const simulators = `
CREATE TABLE simulator_companies (
  tenant_id uuid NOT NULL REFERENCES tenants,
  simulator text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  weather jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (simulator, id)
);
CREATE TABLE simulator_objects (
  tenant_id uuid NOT NULL,
  simulator text NOT NULL,
  company_id text NOT NULL,
  collection text NOT NULL,
  id text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  value jsonb NOT NULL,
  PRIMARY KEY (simulator, company_id, collection, id),
  FOREIGN KEY (simulator, company_id) REFERENCES simulator_companies
);
CREATE INDEX simulator_objects_order ON simulator_objects (simulator, company_id, collection, position);
CREATE TABLE simulator_sequences (
  tenant_id uuid NOT NULL,
  simulator text NOT NULL,
  company_id text NOT NULL,
  name text NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (simulator, company_id, name),
  FOREIGN KEY (simulator, company_id) REFERENCES simulator_companies
);`;

/** Forced, so that not even the owner of a table reads past it. Without `app.tenant` nothing is visible. */
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

const fences = `
${tenantTables.map(fence).join('\n')}
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenants FOR SELECT TO invoicepatch_tenant
  USING (id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON tenants TO invoicepatch_system USING (true) WITH CHECK (true);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON users FOR SELECT TO invoicepatch_tenant
  USING (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id));
CREATE POLICY system ON users TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT ON tenants TO invoicepatch_tenant;
GRANT SELECT (id, email, name, locale, created_at) ON users TO invoicepatch_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, users TO invoicepatch_system;
REVOKE UPDATE, DELETE ON flow_versions, events, journal FROM invoicepatch_tenant;
GRANT USAGE ON SCHEMA public TO invoicepatch_tenant, invoicepatch_system;`;

/** Tenants, people, connections, flows, runs and the simulators' memory, each behind forced row security. */
export class Foundations1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [roles, identity, connections, flows, runs, simulators, fences]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
