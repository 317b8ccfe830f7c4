import type { FunctionEntry } from './function-entry.ts';
import { listEntries } from './list-entries.ts';
import { textEntries } from './text-entries.ts';
import { valueEntries } from './value-entries.ts';

/** Every function that JSONata has, as version 2.2.2 declares it. */
export const catalogue: readonly FunctionEntry[] = [...listEntries, ...textEntries, ...valueEntries];
