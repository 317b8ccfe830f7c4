import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mappings } from './mappings.mjs';

const built = (path) => fileURLToPath(new URL(`../../../engine/dist/sandbox/${path}`, import.meta.url));
const { ProcessSandbox } = await import(built('sandbox.process.js'));
const { defaultLimits } = await import(built('sandbox-limits.js'));

/** One sandbox core. */
const limits = { ...defaultLimits, pool: { ...defaultLimits.pool, minChildren: 1, maxChildren: 1 } };
const ticksPerSecond = 100;
const kilobytesPerMegabyte = 1_024;

const middle = (numbers) => numbers.sort((first, second) => first - second)[numbers.length >> 1];
const round = (number, digits = 1) => Number(number.toFixed(digits));

function textsOf({ input, inputs }) {
  return Array.from({ length: inputs }, (_, at) => JSON.stringify(input(at)));
}

function toRequest(name, { expression }) {
  return { tenantId: `tenant-${name}`, scope: 'v1', program: { language: 'jsonata', source: expression } };
}

const recordOf = (input, at) => ({ input, bindings: {}, now: 1_772_442_000_000, seed: `run-${at}` });

/** Processor time of a child in milliseconds. */
function childCpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) / kilobytesPerMegabyte;
}

/** Records a second: the median of rounds of `lanes` who each ask again as soon as they are answered. */
async function measureRate(
  sandbox,
  ask,
  { warmMs = 700, roundMs = 600, rounds = 3, lanes = 4, warmRecords = 15_000 } = {},
) {
  const turn = async (ms) => {
    let count = 0;
    const [cpu, child, started] = [process.cpuUsage(), childCpuMs(sandbox.pool.pids[0]), performance.now()];
    const until = started + ms;
    const lane = async (at) => {
      while (performance.now() < until) {
        const asked = await ask(at);
        count += asked;
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, at) => lane(at)));
    const used = process.cpuUsage(cpu);
    return {
      count,
      perSec: (count * 1_000) / (performance.now() - started),
      engineUs: (used.user + used.system) / count,
      childUs: ((childCpuMs(sandbox.pool.pids[0]) - child) * 1_000) / count,
    };
  };
  // Counted as well as timed: on a busy machine little happens in a second, and cold code tells nothing.
  for (let left = warmRecords; left > 0; ) left -= await turn(warmMs).then(({ count }) => count);
  const turns = [];
  for (let at = 0; at < rounds; at += 1) turns.push(await turn(roundMs));
  return {
    perSec: Math.round(middle(turns.map(({ perSec }) => perSec))),
    engineUs: round(middle(turns.map(({ engineUs }) => engineUs)), 2),
    childUs: round(middle(turns.map(({ childUs }) => childUs)), 2),
  };
}

/** Batches of 100. */
async function measureBatches(sandbox, name) {
  const texts = textsOf(mappings[name]);
  const request = toRequest(name, mappings[name]);
  const records = Array.from({ length: 100 }, (_, at) => recordOf(texts[at % texts.length], at));
  return measureRate(sandbox, async () => {
    const evaluated = await sandbox.evaluateMany({ ...request, records });
    if (evaluated.some(({ ok }) => !ok)) throw new Error(`Mapping ${name} failed.`);
    return evaluated.length;
  });
}

/** 100 tenants with three mappings each, one record after another as they come. */
async function measureTenants(sandbox) {
  const texts = textsOf(mappings.b);
  const requests = Array.from({ length: 300 }, (_, at) => ({
    ...toRequest(`of-many-${at % 100}`, mappings.b),
    scope: `v${Math.floor(at / 100)}`,
    program: { language: 'jsonata', source: `${mappings.b.expression} /* ${at} */` },
  }));
  let next = 0;
  const ask = async () => {
    next += 1;
    await sandbox.evaluate({ ...requests[(next * 7) % 300], ...recordOf(texts[next % texts.length], next) });
    return 1;
  };
  for (let at = 0; at < 300; at += 1) await sandbox.evaluate({ ...requests[at], ...recordOf(texts[0], at) });
  return measureRate(sandbox, ask, { lanes: 3_000, warmMs: 1_500, roundMs: 1_000 });
}

async function measureSingle(sandbox) {
  const texts = textsOf(mappings.b);
  const request = toRequest('b', mappings.b);
  const times = [];
  for (let at = 0; at < 4_000; at += 1) {
    const started = performance.now();
    await sandbox.evaluate({ ...request, ...recordOf(texts[at % texts.length], at) });
    times.push(performance.now() - started);
  }
  const sorted = times.slice(1_000).sort((first, second) => first - second);
  return { p50: round(sorted[sorted.length >> 1], 3), p99: round(sorted[Math.floor(sorted.length * 0.99)], 3) };
}

/** From the death of the only child to the next answer. */
async function measureRestart(sandbox) {
  const times = [];
  for (let at = 0; at < 5; at += 1) {
    const request = { ...toRequest('b', mappings.b), ...recordOf('{"entries":[]}', at) };
    await sandbox.evaluate(request).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const [pid] = sandbox.pool.pids;
    const started = performance.now();
    process.kill(pid, 'SIGKILL');
    while (sandbox.pool.pids.includes(pid)) await new Promise((resolve) => setImmediate(resolve));
    await sandbox.evaluate(request).catch(() => undefined);
    times.push(performance.now() - started);
  }
  return round(middle(times));
}

/** What the sandbox does from end to end: engine, child, isolate and back, with a time limit on every call. */
export async function measureSandbox() {
  const sandbox = new ProcessSandbox(limits);
  try {
    await sandbox.evaluate({ ...toRequest('a', mappings.a), ...recordOf('{}', 0) });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const idleChildMb = round(residentMb(sandbox.pool.pids[0]));
    const restartMs = await measureRestart(sandbox);
    const a = await measureBatches(sandbox, 'a');
    const b = await measureBatches(sandbox, 'b');
    const single = await measureSingle(sandbox);
    const tenants = await measureTenants(sandbox);
    return {
      sandboxPerSec: { a: a.perSec, b: b.perSec, tenants: tenants.perSec },
      sandboxChildUs: { a: a.childUs, b: b.childUs, tenants: tenants.childUs },
      engineCpuUsPerRecord: { a: a.engineUs, b: b.engineUs },
      oneRecordP99Ms: single.p99,
      oneRecordP50Ms: single.p50,
      idleChildMb,
      busyChildMb: round(residentMb(sandbox.pool.pids[0])),
      restartMs,
    };
  } finally {
    await sandbox.close();
  }
}
