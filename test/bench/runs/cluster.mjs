import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { freePort, startProduct } from '../engine.mjs';
import { drive } from './load.mjs';
import { Meter } from './meter.mjs';
import { databaseAddress, makeDataDir, openProduct } from './product.mjs';
import { openStub } from './stub.mjs';
import { postingFlow } from './work.mjs';

async function startRedis() {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const isThere = await new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  return isThere ? { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill('SIGKILL') } : undefined;
}

/** Complete runs a second of one process that takes deliveries and two that drive them, woken through Redis. */
export async function measureCluster({ secs, repeats, clients }) {
  const redis = await startRedis();
  if (redis === undefined) return { clusterRunsPerSec: null, cluster: 'This machine has no redis-server.' };
  const stub = await openStub();
  const folders = Array.from({ length: 3 }, makeDataDir);
  const shared = { REDIS_URL: redis.url, MASTER_KEY: randomBytes(32).toString('base64') };
  const started = [];
  try {
    const api = await openProduct({ dataDir: folders[0], stub, env: { ...shared, ROLE: 'api' } });
    started.push(api);
    const worker = { ...shared, ROLE: 'worker', DATABASE_URL: databaseAddress(folders[0]), EGRESS_ALLOW: stub.address };
    for (const dataDir of folders.slice(1))
      started.push(await startProduct({ dataDir, env: { ...worker, LOG_LEVEL: 'warn' } }));
    const { hook } = await api.publish('Cluster', postingFlow(stub.url));
    const meter = new Meter(...started.map(({ pid }) => pid), redis.pid);
    await drive({ url: hook, stub, meter, secs: 3, clients: 8 });
    const tries = [];
    for (let at = 0; at < repeats; at += 1) tries.push(await drive({ url: hook, stub, meter, secs, clients }));
    return { clusterRunsPerSec: Math.max(...tries.map((each) => each.runsPerSec)), cluster: tries };
  } finally {
    for (const each of started.reverse()) await each.stop();
    redis.stop();
    stub.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
