import { rmSync } from 'node:fs';
import { measureCluster } from './runs/cluster.mjs';
import {
  measureCommits,
  measureKill,
  measureLatency,
  measureLists,
  measureRecords,
  measureThroughput,
} from './runs/parts.mjs';
import { makeDataDir, openProduct } from './runs/product.mjs';
import { openStub } from './runs/stub.mjs';

const usage =
  'npm run bench -- runs [--json] [--only raw,w1,latency,w2,lists,w3,cluster] [--secs 8] [--repeats 2] [--clients 64] [--rows 200000]';

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : process.argv[at + 1];
}

const secs = Number(option('secs', 8));
const repeats = Number(option('repeats', 2));
const only = option('only', 'raw,w1,latency,w2,lists,w3,cluster').split(',');

/** By name; each gets the running product, its folder and the stub. */
const parts = {
  raw: (stage) => measureCommits(stage),
  w1: (stage) => measureThroughput(stage, { secs, repeats, clients: Number(option('clients', 64)) }),
  latency: (stage) => measureLatency(stage, { secs }),
  w2: (stage) => measureRecords(stage, { records: Number(option('records', 10_000)), repeats: 3 }),
  lists: (stage) => measureLists(stage, { rows: Number(option('rows', 200_000)) }),
};

async function bench() {
  const dataDir = makeDataDir();
  const stub = await openStub();
  let figures = {};
  try {
    const product = await openProduct({ dataDir, stub });
    try {
      for (const name of Object.keys(parts).filter((each) => only.includes(each)))
        figures = { ...figures, ...(await parts[name]({ product, dataDir, stub })) };
    } finally {
      await product.stop();
    }
    if (only.includes('cluster'))
      figures = { ...figures, ...(await measureCluster({ secs, repeats, clients: Number(option('clients', 64)) })) };
    if (only.includes('w3')) figures = { ...figures, ...(await measureKill({ dataDir })) };
  } finally {
    stub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return figures;
}

const unknown = only.filter((name) => !['w3', 'cluster'].includes(name) && !(name in parts));
if (unknown.length > 0) throw new Error(`No part is called ${unknown.join(', ')}. ${usage}`);
/** Named in the object, so that nobody takes their absence for a nought. */
const notMeasured = { clusterRunsPerSec: null, nodeRed: null, dbos: null };
const figures = { ...notMeasured, ...(await bench()) };
process.stderr.write(`Not measured here: ${Object.keys(notMeasured).join(', ')}. One machine, and no other product.\n`);
if (!process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
