import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProduct } from './engine.mjs';
import { listTree, memoryOf } from './processes.mjs';

const runs = 36;
/** The simulated company refuses more than ten requests a second, as the real one does; a run makes eight. */
const betweenRunsMs = 1_200;
const template = new URL('../../templates/approved-hours-to-quickbooks-invoice/', import.meta.url);

function quantile(sorted, part) {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
}

function client(url, token) {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${parsed.detail}`);
    return parsed;
  };
}

/** Each timesheet is about other jobs, so that each makes invoices of its own. */
function timesheet(number) {
  const sample = JSON.parse(readFileSync(new URL('samples/timesheet-2026-11.json', template), 'utf8'));
  return { entries: sample.entries.map((entry) => ({ ...entry, job: `${entry.job.slice(0, 3)}-${2_000 + number}` })) };
}

async function waitForEnd(ask, runId) {
  for (;;) {
    const { items } = await ask('GET', '/api/v1/runs?limit=1');
    const run = items.find((each) => each.id === runId);
    if (run !== undefined && run.finishedAt !== null) return;
    await wait(20);
  }
}

/** Milliseconds from the acceptance of the event to the confirmation of each run's last invoice. */
async function measureMainJob(url) {
  const { token } = await client(url)('POST', '/api/v1/auth/login', {
    email: 'bench@example.com',
    password: 'a long password for the bench',
  });
  const ask = client(url, token);
  const { items } = await ask('GET', '/api/v1/flows');
  const { hooks } = await ask('GET', `/api/v1/flows/${items[0].id}`);
  const hook = new URL(hooks.find((each) => each.nodeId === 'hook').url).pathname;
  const times = [];
  for (let number = 0; number < runs; number += 1) {
    const { runId } = await ask('POST', hook, timesheet(number));
    await waitForEnd(ask, runId);
    await wait(betweenRunsMs);
    const run = await ask('GET', `/api/v1/runs/${runId}`);
    if (run.status !== 'succeeded') throw new Error(`A run ended as ${run.status}: ${run.fault?.message}`);
    const invoiced = run.steps
      .filter(({ nodeId }) => nodeId === 'invoice')
      .map(({ finishedAt }) => Date.parse(finishedAt));
    times.push(Math.max(...invoiced) - Date.parse(run.acceptedAt));
  }
  return times.slice(runs / 6).sort((a, b) => a - b);
}

/** Seconds from a fresh clone, with nothing installed, to ready. Downloads come from npm's cache where it has them. */
async function measureFreshClone() {
  const folder = makeFolder('fresh');
  try {
    const clone = join(folder, 'clone');
    execFileSync('git', ['clone', '--quiet', fileURLToPath(new URL('../..', import.meta.url)), clone]);
    const product = await startProduct({ dataDir: join(folder, 'data'), folder: clone });
    await product.stop();
    return { freshCloneStartSeconds: toHundredths(product.seconds) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As root, Postgres runs as another user, who must get there. */
function makeFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `invoicepatch-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

function toHundredths(seconds) {
  return Math.round(seconds * 100) / 100;
}

/** Start, idle memory and the main job, as a stranger's machine would see them. */
async function bench() {
  const dataDir = makeFolder('bench');
  try {
    const first = await startProduct({ dataDir });
    while (!first.printed.join('').includes('/runs/')) await wait(50);
    await first.stop();
    const second = await startProduct({ dataDir });
    // By then the connections that only the start needed are closed.
    await wait(15_000);
    const memory = memoryOf(listTree(second.pid));
    const times = await measureMainJob(second.url);
    const busy = memoryOf(listTree(second.pid));
    await second.stop();
    return {
      firstStartOnEmptyDataSeconds: toHundredths(first.seconds),
      secondStartSeconds: toHundredths(second.seconds),
      idle: memory,
      afterRuns: busy,
      mainJob: { runs: times.length, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const fresh = process.argv.includes('--fresh') ? await measureFreshClone() : {};
const figures = { ...fresh, ...(await bench()) };
if (!process.argv.includes('--json')) {
  const { idle, mainJob } = figures;
  if (figures.freshCloneStartSeconds !== undefined)
    process.stdout.write(`Start of a fresh clone      ${figures.freshCloneStartSeconds} s to ready\n`);
  process.stdout.write(`First start on empty data   ${figures.firstStartOnEmptyDataSeconds} s to ready, the demo follows
Second start to ready       ${figures.secondStartSeconds} s (bar: 3)
Idle memory of everything   ${idle.pssMb} MB, ${idle.rssMb} MB with shared pages counted in each of ${idle.processes} processes (bar: 300)
Event to invoice            p50 ${mainJob.p50Ms} ms, p95 ${mainJob.p95Ms} ms over ${mainJob.runs} runs
`);
}
process.stdout.write(`${JSON.stringify(figures)}\n`);
