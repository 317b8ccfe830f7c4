import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Published cases that stand beside the repository, not in it. Says loudly what is not run when they are missing. */
export function readShared(path: string): string | undefined {
  const file = join(process.env['SHARED_DIR'] ?? resolve(import.meta.dirname, '../../../shared'), path);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  process.stderr.write(`NOT RUN: the cases of ${file} are missing (SHARED_DIR).\n`);
  return undefined;
}
