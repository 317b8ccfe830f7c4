import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Loaded, loadRuntime } from '../src/index.ts';

export const librarySource = (): string => readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

/** The runtime of this process, with a real clock and real chance. */
export const ordinaryRuntime = (): Loaded =>
  loadRuntime(librarySource(), { now: () => Date.now(), random: Math.random });
