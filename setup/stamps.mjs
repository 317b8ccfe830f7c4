import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from './project.mjs';

const skipped = new Set(['node_modules', 'dist', '.git']);

/** Every file below a folder, or the file itself; missing ones are left out. */
export function listFiles(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

/** One text that changes when a file below these paths is added, removed or written. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => listFiles(inProject(path)))) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

export function hashOfFile(path) {
  return createHash('sha256')
    .update(readFileSync(inProject(path)))
    .digest('hex');
}

export function isStamped(stamp, value) {
  const path = inProject(stamp);
  return existsSync(path) && readFileSync(path, 'utf8') === value;
}

export function writeStamp(stamp, value) {
  mkdirSync(dirname(inProject(stamp)), { recursive: true });
  writeFileSync(inProject(stamp), value);
}
