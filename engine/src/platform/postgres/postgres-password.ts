import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@invoicepatch/sdk';

/** The password of our own Postgres: made with the cluster, kept in the data folder for this user only. */
export async function readPassword(dataDir: string, clusterExists: boolean): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined && known.trim() !== '') return known.trim();
  if (clusterExists) {
    throw new Fault(
      'invalid',
      'postgres.password-lost',
      `The file ${path} is missing, and the database can't be opened without it. Restore it from a backup, or start with an empty DATA_DIR.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}
