import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What flows want to hear of, and what they have not heard of yet: written with the thing itself, and only when somebody listens. */
const tables = `
CREATE TABLE event_subscriptions (
  flow_id uuid NOT NULL,
  node_id text NOT NULL,
  kind text NOT NULL,
  tenant_id uuid NOT NULL,
  of_flow uuid,
  PRIMARY KEY (flow_id, node_id, kind),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX event_subscriptions_kind ON event_subscriptions (tenant_id, kind);
CREATE TABLE platform_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  flow_id uuid,
  run_id uuid,
  facts jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX platform_events_at ON platform_events (at);`;

function fence(table: string): string {
  return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ${table} TO invoicepatch_tenant
  USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY system ON ${table} TO invoicepatch_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON ${table} TO invoicepatch_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO invoicepatch_system;`;
}

const telling = `
CREATE FUNCTION tell_platform(tenant uuid, what text, flow uuid, run uuid, said jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO platform_events (tenant_id, kind, flow_id, run_id, facts)
  SELECT tenant, what, flow, run, said WHERE EXISTS (SELECT 1 FROM event_subscriptions s
    WHERE s.tenant_id = tenant AND s.kind = what AND (s.of_flow IS NULL OR s.of_flow = flow))
$$;
CREATE FUNCTION tell_failed_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_platform(NEW.tenant_id, 'run.failed', NEW.flow_id, NEW.id,
    jsonb_build_object('version', NEW.version, 'step', NEW.fault_step, 'fault', NEW.fault));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_waiting_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_platform(NEW.tenant_id, 'run.needs-person', NEW.flow_id, NEW.id, jsonb_build_object('version', NEW.version));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_published_flow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_platform(NEW.tenant_id, 'flow.published', NEW.id, NULL, jsonb_build_object('version', NEW.published_version, 'name', NEW.name));
  RETURN NULL;
END $$;
CREATE FUNCTION tell_refused_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_platform(NEW.tenant_id, 'connection.refused', NULL, NULL,
    jsonb_build_object('connectionId', NEW.id, 'name', NEW.name, 'note', NEW.health_note));
  RETURN NULL;
END $$;
CREATE TRIGGER runs_tell AFTER INSERT ON runs FOR EACH ROW WHEN (NEW.status = 'failed') EXECUTE FUNCTION tell_failed_run();
CREATE TRIGGER open_runs_tell AFTER UPDATE OF status ON open_runs FOR EACH ROW
  WHEN (NEW.status = 'needs-person' AND OLD.status <> 'needs-person') EXECUTE FUNCTION tell_waiting_run();
CREATE TRIGGER flows_tell_platform AFTER UPDATE OF published_version ON flows FOR EACH ROW
  WHEN (NEW.published_version IS DISTINCT FROM OLD.published_version) EXECUTE FUNCTION tell_published_flow();
CREATE TRIGGER connections_tell AFTER UPDATE OF health ON connections FOR EACH ROW
  WHEN (NEW.health = 'refused' AND OLD.health <> 'refused') EXECUTE FUNCTION tell_refused_connection();`;

/** Events from inside the platform. */
export class PlatformEvents1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [tables, fence('event_subscriptions'), fence('platform_events'), telling])
      await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
