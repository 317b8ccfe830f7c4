import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LocalMasterKey } from './master-key.local.ts';
import type { MasterKey } from './master-key.ts';

export type MasterKeySource =
  /** 32 bytes in base64 or hex. */
  | { readonly kind: 'text'; readonly text: string }
  /** Made at first start, readable by its owner only. */
  | { readonly kind: 'file'; readonly path: string };

export async function loadMasterKey(source: MasterKeySource): Promise<MasterKey> {
  if (source.kind === 'text') return new LocalMasterKey(parseKey(source.text, 'The master key in the environment'));
  const made = await makeKeyFile(source.path);
  return new LocalMasterKey(made ?? (await readKeyFile(source.path)));
}

function parseKey(text: string, name: string): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length === 32) return key;
  throw new Error(`${name} must be 32 bytes in base64 or hex; it is ${key.length} bytes long.`);
}

/** `undefined` when the file is there already, perhaps made by another process a moment ago. */
async function makeKeyFile(path: string): Promise<Buffer | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // A link appears whole or not at all, and never replaces a key that is there.
    await link(draft, path);
    return key;
  } catch (failure) {
    if (isExists(failure)) return undefined;
    throw failure;
  } finally {
    await rm(draft, { force: true });
  }
}

function isExists(failure: unknown): boolean {
  return typeof failure === 'object' && failure !== null && 'code' in failure && failure.code === 'EEXIST';
}

async function readKeyFile(path: string): Promise<Buffer> {
  const { mode } = await stat(path);
  // Windows has no such bits and reports all of them.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Error(`The key file ${path} can be read by other users of this machine. Run: chmod 600 ${path}`);
  }
  return parseKey(await readFile(path, 'utf8'), `The key file ${path}`);
}
