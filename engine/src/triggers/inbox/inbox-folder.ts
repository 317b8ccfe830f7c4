import { constants, existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** One flow's folder: files are dropped into it, and leave it for `accepted` or `refused`. */
export class InboxFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async create(): Promise<void> {
    for (const part of ['accepted', 'refused']) await mkdir(join(this.path, part), { recursive: true, mode: 0o700 });
  }

  /** Of the file itself: a link that took its place meanwhile is not followed. */
  async read(name: string): Promise<Readable> {
    const file = await open(join(this.path, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    return file.createReadStream();
  }

  async accept(name: string, now: number): Promise<void> {
    await rename(join(this.path, name), join(this.path, 'accepted', this.#freeName('accepted', name, now)));
  }

  /** A text file beside it says why. */
  async refuse(name: string, reason: string, now: number): Promise<void> {
    const target = this.#freeName('refused', name, now);
    await writeFile(join(this.path, 'refused', `${target}.txt`), `${reason}\n`, { mode: 0o600 });
    await rename(join(this.path, name), join(this.path, 'refused', target));
  }

  #freeName(part: 'accepted' | 'refused', name: string, now: number): string {
    if (!existsSync(join(this.path, part, name))) return name;
    const ending = extname(name);
    return `${name.slice(0, name.length - ending.length)} ${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}${ending}`;
  }
}
