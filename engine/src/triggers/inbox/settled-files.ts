import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

interface Seen {
  readonly sizeBytes: number;
  readonly changedAt: number;
  readonly since: number;
}

const quietMs = 2_000;
/** Names of files that are still being written, and of Excel's own locks. */
const unfinished = /^[.~]|\.(?:tmp|part|partial|crdownload|filepart)$/i;

/** Finds files that nobody writes to any more. */
export class SettledFiles {
  readonly #seen = new Map<string, Seen>();

  /** Plain files directly in the folder, unchanged for two seconds. Links are not followed. */
  async list(folder: string, now: number): Promise<readonly string[]> {
    const names = (await readdir(folder)).filter((name) => !unfinished.test(name));
    const settled: string[] = [];
    for (const name of names.sort()) if (await this.#isSettled(join(folder, name), now)) settled.push(name);
    for (const path of this.#seen.keys()) {
      if (path.startsWith(join(folder, '/')) && !names.some((name) => join(folder, name) === path))
        this.#seen.delete(path);
    }
    return settled;
  }

  async #isSettled(path: string, now: number): Promise<boolean> {
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || !found.isFile()) return false;
    const seen = this.#seen.get(path);
    if (seen?.sizeBytes === found.size && seen.changedAt === found.mtimeMs) return now - seen.since >= quietMs;
    this.#seen.set(path, { sizeBytes: found.size, changedAt: found.mtimeMs, since: now });
    return false;
  }
}
