import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startProduct } from '../engine.mjs';

const pg = createRequire(new URL('../../../engine/package.json', import.meta.url))('pg');
const owner = { email: 'bench@example.com', password: 'a long password for the bench' };

/** As root, Postgres runs as another user, who must get there. */
export function makeDataDir() {
  const folder = mkdtempSync(join(tmpdir(), 'invoicepatch-bench-runs-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** The product on a folder, ready, with its API and its database in hand. */
export async function openProduct({ dataDir, stub, port, env = {} }) {
  const started = await startProduct({
    dataDir,
    port,
    env: { EGRESS_ALLOW: stub.address, HOOK_LIMIT: '9000000', HOOK_BODY_MB: '32', LOG_LEVEL: 'warn', ...env },
  });
  const ask = async (method, path, body) => {
    const answer = await fetch(started.url + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${told.detail}`);
    return told;
  };
  let token = '';
  // Ready comes before the owner does, on an empty folder.
  for (let tries = 0; token === ''; tries += 1) {
    const answer = await ask('POST', '/api/v1/auth/login', owner).catch((failure) => failure);
    if (!(answer instanceof Error)) token = answer.token;
    else if (tries > 200) throw answer;
    else await wait(100);
  }
  const publish = async (name, document) => {
    const { id } = await ask('POST', '/api/v1/flows', { name, document });
    const { hooks } = await ask('POST', `/api/v1/flows/${id}/publish`);
    return { id, hook: started.url + new URL(hooks[0].url).pathname };
  };
  return { ...started, ask, publish };
}

function findCluster(dataDir) {
  const id = join(dataDir, 'postgres.id');
  // As root the cluster may live where its own user can enter.
  return existsSync(id)
    ? join('/var/lib/invoicepatch', readFileSync(id, 'utf8').trim(), 'cluster')
    : join(dataDir, 'postgres', 'cluster');
}

/** Of the product's own Postgres, as its owner. */
export function databaseAddress(dataDir) {
  const port = readFileSync(join(findCluster(dataDir), 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim();
  return `postgres://invoicepatch:${password}@127.0.0.1:${port}/postgres`;
}

export async function openClient(dataDir) {
  const client = new pg.Client(databaseAddress(dataDir));
  await client.connect();
  return client;
}
