import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readMasterKey } from './master-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'master key '));
});
afterEach(() => rm(folder, { recursive: true }));

test('makes one key, for this user only, and keeps to it', async () => {
  const keys = await Promise.all([1, 2, 3].map(() => readMasterKey(folder, undefined)));

  expect(keys[0]).toHaveLength(32);
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).toEqual(keys[0]);
  expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['master.key']);
});

test('the environment wins, and no file is made', async () => {
  const key = await readMasterKey(folder, Buffer.alloc(32, 1));

  expect(key).toEqual(Buffer.alloc(32, 1));
  expect(await readdir(folder)).toEqual([]);
});

test('refuses a key that others can read', async () => {
  await readMasterKey(folder, undefined);
  await chmod(join(folder, 'master.key'), 0o644);

  await expect(readMasterKey(folder, undefined)).rejects.toMatchObject({ code: 'config.key-file-open' });
});

test('refuses a damaged key instead of making a new one', async () => {
  await writeFile(join(folder, 'master.key'), 'c2hvcnQ=', { mode: 0o600 });

  await expect(readMasterKey(folder, undefined)).rejects.toMatchObject({ code: 'config.key-file-damaged' });
});
