import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owner of the tables is held to the fences as well, and would copy nothing. */
const putAside = `
ALTER TABLE runs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE journal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE runs RENAME TO runs_before;
ALTER TABLE journal RENAME TO journal_before;
ALTER TABLE events RENAME TO events_before;
ALTER INDEX runs_pkey RENAME TO runs_before_pkey;
ALTER INDEX runs_list RENAME TO runs_before_list;
ALTER INDEX runs_of_flow RENAME TO runs_before_of_flow;`;

/**
 * Work in hand. Small, unpartitioned, changed in place and emptied again: retention never touches it. Facts and payload
 * are packed by the engine, so Postgres need not try to compress them once more.
 */
const openRuns = `
CREATE TABLE open_runs (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  again_of uuid,
  owner uuid,
  accepted_at timestamptz NOT NULL,
  started_at timestamptz,
  wake_at timestamptz,
  version integer NOT NULL,
  epoch integer NOT NULL DEFAULT 1,
  crashes integer NOT NULL DEFAULT 0,
  last_seq integer NOT NULL DEFAULT 0,
  parts integer NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('queued', 'running', 'waiting', 'needs-person')),
  node_id text NOT NULL,
  payload bytea NOT NULL,
  facts bytea NOT NULL DEFAULT ''
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0.5, autovacuum_analyze_threshold = 5000);
ALTER TABLE open_runs ALTER payload SET STORAGE EXTERNAL, ALTER facts SET STORAGE EXTERNAL;
CREATE INDEX open_runs_due ON open_runs (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX open_runs_list ON open_runs (tenant_id, accepted_at DESC);
CREATE INDEX open_runs_suspects ON open_runs (id) WHERE crashes >= 2;
CREATE TABLE open_facts (
  run_id uuid NOT NULL,
  part integer NOT NULL,
  tenant_id uuid NOT NULL,
  facts bytea NOT NULL,
  PRIMARY KEY (run_id, part)
);
ALTER TABLE open_facts ALTER facts SET STORAGE EXTERNAL;`;

/** Runs that are over, written once. Their ids begin with the time of their acceptance (UUID version 7), so a range of ids is a day. */
const finishedRuns = `
CREATE TABLE runs (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  again_of uuid,
  accepted_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL,
  crashes integer NOT NULL DEFAULT 0,
  last_seq integer NOT NULL DEFAULT 0,
  parts integer NOT NULL DEFAULT 0,
  status text NOT NULL CHECK (status IN ('succeeded', 'failed', 'cancelled')),
  node_id text NOT NULL,
  fault jsonb,
  fault_step text,
  payload bytea NOT NULL,
  facts bytea NOT NULL DEFAULT '',
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
ALTER TABLE runs ALTER payload SET STORAGE EXTERNAL, ALTER facts SET STORAGE EXTERNAL;
CREATE INDEX runs_list ON runs (tenant_id, accepted_at DESC);
CREATE INDEX runs_of_flow ON runs (flow_id, accepted_at DESC);
CREATE INDEX runs_in_trouble ON runs (tenant_id, status, accepted_at DESC) WHERE status <> 'succeeded';
CREATE TABLE run_facts (
  run_id uuid NOT NULL,
  part integer NOT NULL,
  tenant_id uuid NOT NULL,
  facts bytea NOT NULL,
  PRIMARY KEY (run_id, part)
) PARTITION BY RANGE (run_id);
ALTER TABLE run_facts ALTER facts SET STORAGE EXTERNAL;
CREATE TABLE runs_otherwise PARTITION OF runs DEFAULT;
CREATE TABLE run_facts_otherwise PARTITION OF run_facts DEFAULT;`;

const deliveriesAndEngines = `
CREATE TABLE deliveries (
  flow_id uuid NOT NULL,
  node_id text NOT NULL,
  key text NOT NULL,
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (flow_id, node_id, key)
);
CREATE INDEX deliveries_age ON deliveries USING brin (accepted_at);
CREATE TABLE engines (
  id uuid PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  absent_since timestamptz
);`;

/** The lowest UUID of version 7 that a day can have. */
const dayFunctions = `
CREATE FUNCTION first_id_of_day(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
CREATE FUNCTION make_run_days(first date, days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day date;
  parent text;
  made integer := 0;
BEGIN
  FOR day IN SELECT first + n FROM generate_series(0, days - 1) AS n LOOP
    FOREACH parent IN ARRAY ARRAY['runs', 'run_facts'] LOOP
      IF to_regclass(format('%I', parent || to_char(day, '_YYYYMMDD'))) IS NULL THEN
        BEGIN
          EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            parent || to_char(day, '_YYYYMMDD'), parent, first_id_of_day(day), first_id_of_day(day + 1));
          -- A day is read through its table; by itself it shows nothing to anybody.
          EXECUTE format('ALTER TABLE %1$I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', parent || to_char(day, '_YYYYMMDD'));
          made := made + 1;
        EXCEPTION WHEN check_violation THEN
          -- Rows of this day lie in the partition for everything else already: they stay there together.
          NULL;
        END;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
CREATE FUNCTION drop_run_days(before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  old record;
  dropped integer := 0;
BEGIN
  FOR old IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('runs'::regclass, 'run_facts'::regclass) AND c.relname ~ '_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', old.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION make_run_days(date, integer), drop_run_days(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_run_days(date, integer), drop_run_days(date) TO invoicepatch_system;
SELECT make_run_days(current_date - 1, 9);`;

/** A batch of facts: how it is packed (0: not), its length, its JSON. */
const takeOver = `
CREATE FUNCTION pg_temp.facts_of(run uuid) RETURNS bytea LANGUAGE sql AS $$
  SELECT coalesce((SELECT '\\x00'::bytea || int4send(length(body)) || body FROM (
    SELECT convert_to(json_agg(json_build_object('step', step, 'at', floor(extract(epoch FROM at) * 1000), 'fact', fact::json) ORDER BY seq)::text, 'UTF8') AS body
    FROM journal_before WHERE run_id = run HAVING count(*) > 0) AS packed), '')
$$;
INSERT INTO open_runs (id, tenant_id, flow_id, again_of, accepted_at, started_at, wake_at, version, epoch, crashes, last_seq,
  cancel_requested, status, node_id, payload, facts)
SELECT r.id, r.tenant_id, r.flow_id, r.again_of, r.accepted_at, r.started_at,
  CASE WHEN r.status = 'running' THEN now() ELSE r.wake_at END, r.version, r.epoch + 1, r.crashes, r.last_seq, r.cancel_requested,
  CASE WHEN r.status = 'running' THEN 'queued' ELSE r.status END, e.node_id, '\\x00'::bytea || convert_to(e.payload, 'UTF8'), pg_temp.facts_of(r.id)
FROM runs_before r JOIN events_before e ON e.id = r.event_id WHERE r.status NOT IN ('succeeded', 'failed', 'cancelled');
INSERT INTO runs (id, tenant_id, flow_id, again_of, accepted_at, started_at, finished_at, version, crashes, last_seq, status, node_id,
  fault, fault_step, payload, facts)
SELECT r.id, r.tenant_id, r.flow_id, r.again_of, r.accepted_at, r.started_at, coalesce(r.finished_at, r.accepted_at), r.version, r.crashes,
  r.last_seq, r.status, e.node_id, r.fault, r.fault_step, '\\x00'::bytea || convert_to(e.payload, 'UTF8'), pg_temp.facts_of(r.id)
FROM runs_before r JOIN events_before e ON e.id = r.event_id WHERE r.status IN ('succeeded', 'failed', 'cancelled');
INSERT INTO deliveries (flow_id, node_id, key, tenant_id, run_id, accepted_at)
SELECT e.flow_id, e.node_id, e.dedupe_key, e.tenant_id, r.id, r.accepted_at
FROM events_before e JOIN runs_before r ON r.event_id = e.id AND r.again_of IS NULL WHERE e.dedupe_key IS NOT NULL
ON CONFLICT DO NOTHING;
DROP FUNCTION pg_temp.facts_of(uuid);
DROP TABLE journal_before;
DROP TABLE runs_before;
DROP TABLE events_before;`;

/** What processes remember of rows, they forget by these. */
const notices = `
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('invoicepatch', TG_ARGV[0] || ':' || OLD.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER flows_tell AFTER UPDATE OF published_version OR DELETE ON flows FOR EACH ROW EXECUTE FUNCTION tell_change('flow');
CREATE TRIGGER hooks_tell AFTER UPDATE OR DELETE ON hooks FOR EACH ROW EXECUTE FUNCTION tell_change('hook');`;

/** Tenants read; only the engine writes. */
function fence(table: string): string {
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} TO invoicepatch_tenant USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON ${table} TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT ON ${table} TO invoicepatch_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO invoicepatch_system;`;
}

/** What lies outside of every day is cleared row by row, by the system alone; a tenant reads it through its table. */
function fenceRest(table: string): string {
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON ${table} TO invoicepatch_system USING (true);
GRANT SELECT, DELETE ON ${table} TO invoicepatch_system;`;
}

const fences = `
${['open_runs', 'open_facts', 'runs', 'run_facts', 'deliveries'].map(fence).join('\n')}
ALTER TABLE engines ENABLE ROW LEVEL SECURITY;
ALTER TABLE engines FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON engines TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON engines TO invoicepatch_system;
${['runs_otherwise', 'run_facts_otherwise'].map(fenceRest).join('\n')}`;

/** Open runs in a table of their own, finished ones partitioned by day, facts in packed batches, ownership by engine. */
export class Journal1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [
      putAside,
      openRuns,
      finishedRuns,
      deliveriesAndEngines,
      dayFunctions,
      takeOver,
      notices,
      fences,
    ])
      await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
