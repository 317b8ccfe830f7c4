import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { LocalFileStore } from './file-store.local.ts';

let home: TestDatabase;
let database: Database;
let folder: string;
let files: LocalFileStore;
const [maple, birch] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
  folder = await mkdtemp(join(tmpdir(), 'files of '));
  files = new LocalFileStore({ database, folder, limitBytes: 1_000 });
  await database.asSystem((sql) =>
    sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple'), ($2, 'birch', 'Birch')", [
      maple,
      birch,
    ]),
  );
});

afterAll(async () => {
  await database.close();
  await home.drop();
  await rm(folder, { recursive: true });
});

const put = (tenantId: string, text: string, name = 'hours.csv') =>
  files.put({ tenantId, name, mediaType: 'text/csv', content: Readable.from([Buffer.from(text)]) });

test('gives back what was put, for the engine and its user only', async () => {
  const stored = await put(maple, 'name,hours\nAda,8\n');
  const path = await files.path(maple, stored.id);

  expect(await files.get(maple, stored.id)).toEqual(stored);
  expect(stored).toMatchObject({ name: 'hours.csv', mediaType: 'text/csv', sizeBytes: 17 });
  expect(await readFile(path, 'utf8')).toBe('name,hours\nAda,8\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(path).toBe(join(folder, maple, stored.sha256.slice(0, 2), stored.sha256));
});

test('the same content of one tenant is one file, even when it comes several times at once', async () => {
  const stored = await Promise.all([1, 2, 3, 4].map((number) => put(maple, 'the same', `copy-${number}.csv`)));

  expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
});

test('another tenant neither finds the file nor shares it', async () => {
  const [mine, theirs] = [await put(maple, 'shared words'), await put(birch, 'shared words')];

  expect(theirs.id).not.toBe(mine.id);
  await expect(files.get(birch, mine.id)).rejects.toMatchObject({ code: 'file.not-found' });
  await expect(files.path(birch, mine.id)).rejects.toMatchObject({ code: 'file.not-found' });
});

test('a name that looks like a path is only a name', async () => {
  const stored = await put(maple, 'evil', '../../etc/passwd');

  expect(await files.path(maple, stored.id)).toContain(join(folder, maple));
});

test('stops reading past the limit and keeps nothing', async () => {
  let sent = 0;
  const endless = Readable.from(
    (async function* () {
      for (;;) {
        sent += 100;
        yield Buffer.alloc(100);
      }
    })(),
  );

  await expect(files.put({ tenantId: maple, name: 'big', mediaType: 'x/y', content: endless })).rejects.toMatchObject({
    code: 'file.too-large',
  });

  expect(sent).toBeLessThan(5_000);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});

test('a sender that breaks off leaves nothing', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('connection reset');
    })(),
  );

  await expect(files.put({ tenantId: maple, name: 'x', mediaType: 'x/y', content: broken })).rejects.toThrow(
    'connection reset',
  );

  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});

test('sweeps what a killed engine left half received, and not what is arriving now', async () => {
  for (const name of ['old', 'new']) await writeFile(join(folder, 'incoming', name), 'x');
  await utimes(join(folder, 'incoming', 'old'), new Date(0), new Date(0));

  await files.sweep(Date.now());

  expect(await readdir(join(folder, 'incoming'))).toEqual(['new']);
  await rm(join(folder, 'incoming', 'new'));
});

test('text that is no id is the id of nothing', async () => {
  await expect(files.get(maple, "'; DROP TABLE files")).rejects.toMatchObject({ code: 'file.not-found' });
});
