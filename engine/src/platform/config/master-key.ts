import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@invoicepatch/sdk';
import { findErrorCode } from '../error-code.ts';

const keyBytes = 32;

/** Written whole or not at all, and never over another key. */
async function createKeyFile(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (failure) {
    if (findErrorCode(failure) !== 'EEXIST') throw failure;
  } finally {
    await unlink(draft);
  }
}

async function readKeyFile(path: string): Promise<Buffer> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Fault(
      'denied',
      'config.key-file-open',
      `Others on this machine can read ${path}. Run: chmod 600 '${path}'`,
    );
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (key.length === keyBytes) return key;
  throw new Fault(
    'invalid',
    'config.key-file-damaged',
    `${path} does not hold 32 bytes in base64. Restore it from a backup: stored secrets can't be read without it.`,
  );
}

/** The key from the environment, or the one in the data folder, which is made at the first start. */
export async function readMasterKey(dataDir: string, fromEnvironment: Buffer | undefined): Promise<Buffer> {
  if (fromEnvironment !== undefined) return fromEnvironment;
  const path = join(dataDir, 'master.key');
  try {
    return await readKeyFile(path);
  } catch (failure) {
    if (findErrorCode(failure) !== 'ENOENT') throw failure;
  }
  await createKeyFile(path);
  return readKeyFile(path);
}
