import { Foundations1700000000001 } from './0001-foundations.ts';
import { Waits1700000000004 } from './0004-waits.ts';

/** In the order in which they run. A merged migration is never edited. */
export const migrations = [Foundations1700000000001, Waits1700000000004];
