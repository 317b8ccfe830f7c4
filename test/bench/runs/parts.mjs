import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { listTree } from '../processes.mjs';
import { bodyOf, drive, newId, post, quantile } from './load.mjs';
import { Meter } from './meter.mjs';
import { openClient, openProduct } from './product.mjs';
import { openStub } from './stub.mjs';
import { listFlow, postingFlow, workOrder } from './work.mjs';

const round = (value, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;

/** Single-row commits a second of the same Postgres, by 16 clients of this process: what the machine gives. */
export async function measureCommits({ dataDir }, secs = 3) {
  const clients = await Promise.all(Array.from({ length: 16 }, () => openClient(dataDir)));
  const [first] = clients;
  await first.query('CREATE TABLE IF NOT EXISTS bench_commits (id bigint GENERATED ALWAYS AS IDENTITY, body text)');
  const until = performance.now() + secs * 1_000;
  let count = 0;
  const one = async (client) => {
    while (performance.now() < until) {
      await client.query({
        name: 'c',
        text: 'INSERT INTO bench_commits (body) VALUES ($1)',
        values: ['x'.repeat(200)],
      });
      count += 1;
    }
  };
  await Promise.all(clients.map(one));
  await first.query('DROP TABLE bench_commits');
  await Promise.all(clients.map((client) => client.end()));
  return { rawCommitsPerSec: Math.round(count / secs) };
}

async function databaseBytes(client) {
  // What autovacuum does sooner or later: dead rows are no cost of a run that is over.
  await client.query('VACUUM');
  await client.query('CHECKPOINT');
  const { rows } = await client.query('SELECT pg_database_size(current_database())::float8 AS bytes');
  return rows[0].bytes;
}

/** Complete runs: 64 clients as fast as they are answered. The better of the repeats, as others work on this machine. */
export async function measureThroughput(stage, { secs, repeats, clients = 64 }) {
  const { product, stub, dataDir } = stage;
  const { hook } = await product.publish('W1', postingFlow(stub.url));
  const meter = new Meter(product.pid);
  await drive({ url: hook, stub, meter, secs: 3, clients: 8 });
  const client = await openClient(dataDir);
  const before = await databaseBytes(client);
  const tries = [];
  for (let at = 0; at < repeats; at += 1) tries.push(await drive({ url: hook, stub, meter, secs, clients }));
  const bytes = (await databaseBytes(client)) - before;
  await client.end();
  const best = tries.reduce((one, other) => (other.runsPerSec > one.runsPerSec ? other : one));
  return {
    runsPerSec: best.runsPerSec,
    cpuMsPerRun: Math.min(...tries.map((each) => each.cpuMsPerRun)),
    rssMb: best.rssMb,
    bytesPerRun: Math.round(bytes / tries.reduce((sum, each) => sum + each.done, 0)),
    w1: tries,
  };
}

export async function measureLatency({ product, stub }, { secs, rate = 100 }) {
  const { hook } = await product.publish('Latency', postingFlow(stub.url));
  const meter = new Meter(product.pid);
  await drive({ url: hook, stub, meter, secs: 2, rate });
  const measured = await drive({ url: hook, stub, meter, secs, rate });
  return { webhookP99Ms: measured.ackP99, endToEndP99Ms: measured.endP99, latency: measured };
}

/** Many orders in one POST, answered when all are mapped. */
export async function measureRecords({ product }, { records, repeats }) {
  const { hook } = await product.publish('W2', listFlow);
  const body = JSON.stringify({ records: Array.from({ length: records }, (_, at) => workOrder(`r${at}`)) });
  const tries = [];
  for (let at = 0; at < repeats; at += 1) {
    const meter = new Meter(product.pid);
    const begun = performance.now();
    const { status, text } = await post(hook, body, 120_000);
    const secs = (performance.now() - begun) / 1_000;
    const { otherCores } = meter.stop();
    const told = JSON.parse(text);
    if (status !== 200 || told.count !== records) return { w2RecordsPerSec: null, w2: { status, told } };
    tries.push({ secs: round(secs, 2), recordsPerSec: Math.round(records / secs), otherCores });
  }
  return {
    w2RecordsPerSec: Math.max(...tries.map((each) => each.recordsPerSec)),
    w2: { megabytes: round(body.length / 1e6), tries },
  };
}

const fillRuns = `
INSERT INTO runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, started_at, finished_at, last_seq, payload, facts)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
  $1, CASE WHEN n % 10 = 0 THEN $2::uuid ELSE $3::uuid END, 1, 'hook', CASE WHEN n % 5000 = 0 THEN 'failed' ELSE 'succeeded' END, at, at, at, 2, '\\x007b7d', ''
FROM (SELECT n, now() - make_interval(secs => n * 7776000.0 / $4) AS at FROM generate_series($5::bigint, $6::bigint) AS n) AS rows`;

/** The pages of the list of runs that people open most, over the API, with so many runs of the last 90 days behind it. */
export async function measureLists({ product, dataDir }, { rows }) {
  const flows = [await product.publish('One of ten', listFlow), await product.publish('Nine of ten', listFlow)];
  const client = await openClient(dataDir);
  await client.query('SELECT make_run_days(current_date - 91, 100)');
  const { rows: found } = await client.query('SELECT tenant_id FROM flows WHERE id = $1', [flows[0].id]);
  for (let from = 1; from <= rows; from += 250_000)
    await client.query(fillRuns, [
      found[0].tenant_id,
      flows[0].id,
      flows[1].id,
      rows,
      from,
      Math.min(rows, from + 249_999),
    ]);
  await client.query('ANALYZE runs');
  await client.end();
  const middle = async () => {
    const { nextCursor } = await product.ask('GET', '/api/v1/runs?limit=200');
    return `/api/v1/runs?cursor=${encodeURIComponent(nextCursor)}`;
  };
  const pages = {
    newest: '/api/v1/runs',
    ofFlow: `/api/v1/runs?flowId=${flows[0].id}`,
    failed: '/api/v1/runs?status=failed',
    failedOfFlow: `/api/v1/runs?status=failed&flowId=${flows[0].id}`,
    succeeded: '/api/v1/runs?status=succeeded',
    second: await middle(),
    flows: '/api/v1/flows',
  };
  const times = [];
  const p95 = {};
  for (const [name, path] of Object.entries(pages)) {
    const own = [];
    for (let at = 0; at < 40; at += 1) {
      const begun = performance.now();
      await product.ask('GET', path);
      if (at >= 5) own.push(performance.now() - begun);
    }
    p95[name] = quantile(own, 0.95);
    times.push(...own);
  }
  return { listP95Ms: quantile(times, 0.95), lists: { rows, p95 } };
}

/** The engine itself: not npm before it, not the sandboxes and Postgres behind it. */
function findEngine(rootPid) {
  return listTree(rootPid).find((pid) => {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return /node$/.test(words[0] ?? '') && words.some((word) => word.endsWith('setup/start.mjs'));
  });
}

/** kill -9 in the middle of 500 runs, and a restart: what was acknowledged and never arrived, what arrived twice. */
export async function measureKill(stage, { runs = 500, killAfter = 150, clients = 16 } = {}) {
  const stub = await openStub({ delayMs: 200 });
  const { dataDir } = stage;
  const first = await openProduct({ dataDir, stub });
  const { hook } = await first.publish('W3', postingFlow(stub.url));
  const acknowledged = new Set();
  let number = 0;
  const client = async () => {
    while (number < runs) {
      number += 1;
      const id = newId();
      if ((await post(hook, bodyOf(id))).status === 202) acknowledged.add(id);
      else await wait(5);
    }
  };
  const load = Promise.all(Array.from({ length: clients }, client));
  while (stub.state.count < killAfter) await wait(2);
  const engine = findEngine(first.pid);
  process.kill(engine, 'SIGKILL');
  const killed = performance.now();
  const atKill = { acknowledged: acknowledged.size, arrived: stub.arrivals.size };
  await load;
  const second = await openProduct({ dataDir, stub, port: first.port });
  const missing = () => [...acknowledged].filter((id) => !stub.arrivals.has(id)).length;
  const until = performance.now() + 60_000;
  let [seen, quiet] = [0, 0];
  while (performance.now() < until && (missing() > 0 || quiet < 12)) {
    quiet = stub.state.count === seen ? quiet + 1 : 0;
    seen = stub.state.count;
    await wait(250);
  }
  await second.stop();
  const all = [...stub.arrivals.values()];
  const twice = all.filter((each) => each.length > 1);
  stub.close();
  return {
    lost: missing(),
    sentTwice: twice.filter((each) => new Set(each.map(({ key }) => key)).size > 1).length,
    resumeS: round((stub.state.lastAt - killed) / 1_000),
    w3: {
      ...atKill,
      acknowledgedInAll: acknowledged.size,
      sentAgainUnderTheSameKey: twice.length,
      restartS: round(second.seconds),
    },
  };
}
