import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '@invoicepatch/sdk';
import type { Database, Sql } from '../database/database.ts';
import type { FileStore, PutFile, StoredFile } from './file-store.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: string;
  readonly sha256: Buffer;
}

interface Received {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

export interface LocalFileStoreOptions {
  readonly database: Database;
  /** Absolute; the engine is the only one that writes there. */
  readonly folder: string;
  readonly limitBytes?: number;
}

const abandonedAfterMs = 3_600_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function toStoredFile(row: Row): StoredFile {
  return {
    id: row.id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256.toString('hex'),
  };
}

async function syncFolder(path: string): Promise<void> {
  // Windows can't open a folder.
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Contents in a local folder, named by their hash; names and owners in the database. */
export class LocalFileStore implements FileStore {
  readonly #database: Database;
  readonly #folder: string;
  readonly #limitBytes: number;

  constructor({ database, folder, limitBytes = 25_000_000 }: LocalFileStoreOptions) {
    this.#database = database;
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  async put(file: PutFile): Promise<StoredFile> {
    const received = await this.#receive(file.content);
    try {
      return await this.#database.inTenant(file.tenantId, (sql) => this.#keep(sql, file, received));
    } finally {
      await rm(received.path, { force: true });
    }
  }

  async get(tenantId: string, id: string): Promise<StoredFile> {
    const rows = uuid.test(id)
      ? await this.#database.inTenant(tenantId, (sql) => sql.query<Row>('SELECT * FROM files WHERE id = $1', [id]))
      : [];
    const [row] = rows;
    if (row === undefined) throw new Fault('missing', 'file.not-found', `There is no file with the id ${id}.`);
    return toStoredFile(row);
  }

  async path(tenantId: string, id: string): Promise<string> {
    const { sha256 } = await this.get(tenantId, id);
    return this.#pathOf(tenantId, sha256);
  }

  /** Forgets what was half received when an engine was killed. */
  async sweep(now: number): Promise<void> {
    const incoming = join(this.#folder, 'incoming');
    for (const name of await readdir(incoming).catch(() => [])) {
      const { mtimeMs } = await stat(join(incoming, name));
      if (now - mtimeMs > abandonedAfterMs) await rm(join(incoming, name), { force: true });
    }
  }

  #pathOf(tenantId: string, sha256: string): string {
    return join(this.#folder, tenantId, sha256.slice(0, 2), sha256);
  }

  async #receive(content: Readable): Promise<Received> {
    const path = join(this.#folder, 'incoming', randomUUID());
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = await open(path, 'wx', 0o600);
    try {
      const received = await this.#copy(content, target);
      await target.sync();
      return { path, ...received };
    } catch (failure) {
      await rm(path, { force: true });
      throw failure;
    } finally {
      await target.close();
    }
  }

  async #copy(content: Readable, target: FileHandle): Promise<Omit<Received, 'path'>> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of content) {
      const bytes = Buffer.from(chunk);
      sizeBytes += bytes.length;
      if (sizeBytes > this.#limitBytes) throw this.#tooLarge();
      hash.update(bytes);
      await target.writeFile(bytes);
    }
    return { sizeBytes, sha256: hash.digest() };
  }

  #tooLarge(): Fault {
    const limit = `${this.#limitBytes / 1_000_000} MB`;
    return new Fault(
      'invalid',
      'file.too-large',
      `The file is larger than ${limit}. Split it, or leave out what is not needed.`,
      {
        details: { limitBytes: this.#limitBytes },
      },
    );
  }

  /** The content is in its place before its row says so. */
  async #keep(sql: Sql, file: PutFile, { path, sizeBytes, sha256 }: Received): Promise<StoredFile> {
    const hex = sha256.toString('hex');
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`file ${file.tenantId} ${hex}`]);
    const place = this.#pathOf(file.tenantId, hex);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await rename(path, place);
    await syncFolder(dirname(place));
    const [known] = await sql.query<Row>('SELECT * FROM files WHERE sha256 = $1 ORDER BY created_at LIMIT 1', [sha256]);
    if (known !== undefined) return toStoredFile(known);
    const id = randomUUID();
    await sql.query(
      'INSERT INTO files (id, tenant_id, name, media_type, size_bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, file.tenantId, file.name, file.mediaType, sizeBytes, sha256],
    );
    return { id, name: file.name, mediaType: file.mediaType, sizeBytes, sha256: hex };
  }
}
