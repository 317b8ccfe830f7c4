/**
 * One statement for everything that the runs of a moment want written: acceptances, facts, ends. The tenant stands in each
 * row that is given and is compared with the run's own (for a new run, with its version's), since the system's role sees all.
 */

const given = {
  accept: `unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::float8[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[],
      ?::int[], ?::int[], ?::text[])
    AS g (id, tenant_id, flow_id, version, node_id, key, owner, again_of, at_ms, seq, payload_at, payload_size, facts_at, facts_size, priority, turn, lane)`,
  append: `unnest(?::uuid[], ?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[]) AS g (id, tenant_id, epoch, count, facts_at, facts_size)`,
  pause: `unnest(?::uuid[], ?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::text[], ?::float8[])
    AS g (id, tenant_id, epoch, seen, count, facts_at, facts_size, status, wake_ms)`,
  finish: `unnest(?::uuid[], ?::uuid[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::float8[])
    AS g (id, tenant_id, epoch, seen, count, facts_at, facts_size, status, fault, fault_step, at_ms)`,
} as const;

export type WriteKind = keyof typeof given;

/** `{given}` is what is written, `{bytes}` all payloads and facts of it in a row. */
const bodies: Readonly<Record<WriteKind, string>> = {
  accept: `
accepting AS MATERIALIZED (SELECT g.*, to_timestamp(g.at_ms / 1000) AS at FROM {given}
  JOIN flow_versions v ON v.flow_id = g.flow_id AND v.version = g.version AND v.tenant_id = g.tenant_id),
keyed AS (INSERT INTO deliveries (flow_id, node_id, key, tenant_id, run_id, accepted_at)
  SELECT flow_id, node_id, key, tenant_id, id, at FROM accepting WHERE key IS NOT NULL ORDER BY flow_id, node_id, key
  ON CONFLICT DO NOTHING RETURNING run_id),
accepted AS (INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, owner, again_of, status, accepted_at, started_at, wake_at,
    last_seq, payload, facts, priority, turn, lane)
  SELECT id, tenant_id, flow_id, version, node_id, owner, again_of, CASE WHEN owner IS NULL THEN 'queued' ELSE 'running' END, at,
    CASE WHEN owner IS NULL THEN NULL ELSE at END, CASE WHEN owner IS NULL THEN now() END, seq,
    substr({bytes}, payload_at, payload_size), substr({bytes}, facts_at, facts_size), coalesce(priority, 0),
    CASE WHEN turn IS NOT NULL THEN nextval('run_turns') END, lane
  FROM accepting WHERE key IS NULL OR id IN (SELECT run_id FROM keyed)
  ON CONFLICT (id) DO NOTHING RETURNING id)`,
  append: `
appended AS (UPDATE open_runs r SET facts = r.facts || substr({bytes}, g.facts_at, g.facts_size), last_seq = r.last_seq + g.count
  FROM {given}
  WHERE r.id = g.id AND r.tenant_id = g.tenant_id AND r.epoch = g.epoch AND r.status = 'running'
  RETURNING r.id, r.last_seq, r.cancel_requested, octet_length(r.facts) AS size)`,
  pause: `
paused AS (UPDATE open_runs r SET facts = r.facts || substr({bytes}, g.facts_at, g.facts_size), last_seq = r.last_seq + g.count,
    status = g.status, wake_at = to_timestamp(g.wake_ms / 1000), owner = NULL
  FROM {given}
  WHERE r.id = g.id AND r.tenant_id = g.tenant_id AND r.epoch = g.epoch AND r.last_seq = g.seen AND r.status = 'running'
  RETURNING r.id)`,
  finish: `
gone AS (DELETE FROM open_runs r USING {given}
  WHERE r.id = g.id AND r.tenant_id = g.tenant_id AND r.epoch = g.epoch AND r.last_seq = g.seen AND r.status = 'running' AND r.parts = 0
  RETURNING r.id, r.tenant_id, r.flow_id, r.again_of, r.accepted_at, r.started_at, g.at_ms, r.version, r.crashes, r.last_seq + g.count AS last_seq,
    g.status AS end_status, r.node_id, g.fault, g.fault_step, r.payload, r.facts || substr({bytes}, g.facts_at, g.facts_size) AS facts),
finished AS (INSERT INTO runs (id, tenant_id, flow_id, again_of, accepted_at, started_at, finished_at, version, crashes, last_seq, status, node_id,
    fault, fault_step, payload, facts)
  SELECT id, tenant_id, flow_id, again_of, accepted_at, started_at, to_timestamp(at_ms / 1000), version, crashes, last_seq, end_status, node_id,
    fault::jsonb, fault_step, payload, facts FROM gone
  RETURNING id)`,
};

const answers: Readonly<Record<WriteKind, string>> = {
  accept: 'SELECT id, 0 AS last_seq, false AS cancel_requested, 0 AS size FROM accepted',
  append: 'SELECT id, last_seq, cancel_requested, size FROM appended',
  pause: 'SELECT id, 0 AS last_seq, false AS cancel_requested, 0 AS size FROM paused',
  finish: 'SELECT id, 0 AS last_seq, false AS cancel_requested, 0 AS size FROM finished',
};

export const writeKinds: readonly WriteKind[] = ['accept', 'append', 'pause', 'finish'];

interface Statement {
  readonly name: string;
  readonly text: string;
}

const known = new Map<string, Statement>();

/** The statement for these kinds of writes. Its first parameter is the bytes; the columns of each kind follow in their order. */
export function statementFor(kinds: readonly WriteKind[]): Statement {
  const name = `journal ${kinds.join(' ')}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  let last = 1;
  const parts = kinds.map((kind) => {
    const rows = given[kind].replaceAll('?', () => `$${++last}`);
    return bodies[kind].replaceAll('{given}', rows).replaceAll('{bytes}', '$1::bytea');
  });
  const text = `WITH ${parts.join(',')}\n${kinds.map((kind) => answers[kind]).join('\nUNION ALL ')}`;
  const statement = { name, text };
  known.set(name, statement);
  return statement;
}
