import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import { openDatabase } from '../../engine/src/platform/database/open-database.ts';
import { ApiClient } from '../support/api-client.ts';
import { createTestDatabase } from '../support/test-postgres.ts';
import { type AttackedEngine, startAttackedEngine } from './attacked-engine.ts';
import type { Bait } from './attempts.ts';

const secretName = 'SANDBOX_ATTEMPT_SECRET';
const password = 'a long password for tests';

/** The bait, and what became of it. */
export class Trap {
  readonly secret = `ESCAPE-${randomBytes(12).toString('hex')}`;
  readonly bait: Bait;
  connections = 0;
  readonly #listener: Server;

  constructor(listener: Server, bait: Bait) {
    this.#listener = listener;
    this.bait = bait;
    listener.on('connection', (socket) => {
      this.connections += 1;
      socket.destroy();
    });
  }

  get hasCanary(): boolean {
    return existsSync(this.bait.canaryFile);
  }

  close(): void {
    this.#listener.close();
  }
}

/** Sets the bait: a port that listens, and a path in a folder where a file could be written. */
export async function setTrap(folder: string): Promise<Trap> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return new Trap(listener, { secretName, canaryFile: join(folder, 'escaped'), port });
}

/** The engine under attack, its attacker, and a neighbour who wants nothing of it. */
export interface Stand {
  readonly trap: Trap;
  readonly engine: AttackedEngine;
  readonly mallory: ApiClient;
  readonly neighbour: ApiClient;
  /** After the engine's death: the same company data, a new process. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

async function addPeople(url: string): Promise<void> {
  const database = await openDatabase({ url, poolSize: 2 });
  const [tenants, people] = [new Tenants(database), new People(database)];
  for (const name of ['mallory', 'neighbour']) {
    const { id } = await tenants.create({ name, slug: name });
    await people.add({ tenantId: id, email: `${name}@example.com`, name, role: 'owner', password });
  }
  await database.close();
}

async function logIn(url: string, name: string): Promise<ApiClient> {
  const { body } = await new ApiClient(url).post('/api/v1/auth/login', { email: `${name}@example.com`, password });
  return new ApiClient(url, body.token);
}

/** `timeoutMs`: the limit of one evaluation, as an operator sets it. */
export async function makeStand(timeoutMs: number): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'corpus-'));
  const canaries = await mkdtemp(join(folder, 'bait-'));
  const trap = await setTrap(canaries);
  const home = await createTestDatabase();
  await addPeople(home.url);
  const begin = async () => {
    const engine = await startAttackedEngine({
      DATABASE_URL: home.url,
      DATA_DIR: join(folder, 'data'),
      EVALUATION_LIMIT: String(timeoutMs),
      [secretName]: trap.secret,
    });
    return { engine, mallory: await logIn(engine.url, 'mallory'), neighbour: await logIn(engine.url, 'neighbour') };
  };
  const stand = {
    trap,
    ...(await begin()),
    async revive() {
      Object.assign(stand, await begin());
    },
    async close() {
      await stand.engine.stop();
      trap.close();
      await home.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stand;
}
