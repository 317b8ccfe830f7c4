import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const own = join(import.meta.dirname, 'cases');
const notices = new Set<string>();

/** The cases that stand beside the repository where `SHARED_DIR` names them, else those that came along. */
export function readCaseFile(name: string): string {
  const shared = process.env['SHARED_DIR'];
  const file = join(shared ?? '', 'domain', name);
  if (shared !== undefined && existsSync(file)) return readFileSync(file, 'utf8');
  if (!notices.has(name)) process.stderr.write(`Only the repository's own ${name} is run (SHARED_DIR is not set).\n`);
  notices.add(name);
  return readFileSync(join(own, name), 'utf8');
}

// biome-ignore lint/suspicious/noExplicitAny: the files say what they hold; a test names the fields that it means.
export function readCases(name: string): any {
  return JSON.parse(readCaseFile(`${name}.json`));
}
