import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFile } from '../sandbox-child.ts';

/** A fingerprint of the compiler's own files and of the library under it: other files may write other code. */
export function fingerprintCompiler(): string {
  const folder = dirname(packageFile('@invoicepatch/jsonata'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.[jt]s$/.test(name),
  );
  const hash = createHash('sha256').update(readFileSync(packageFile('jsonata')));
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
