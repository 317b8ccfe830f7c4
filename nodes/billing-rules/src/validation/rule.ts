import type { Context } from './context.ts';
import type { Bilingual, Hit, Severity } from './finding.ts';

/** A check with its usual severity and its words. Placeholders: `{total:money}`, `{hours:number}`, `{day}`. */
export interface Rule {
  /** `V08`, stable: settings and histories name it. */
  readonly id: string;
  /** `po_limit_exceeded`, stable. */
  readonly name: string;
  readonly severity: Severity;
  readonly title: Bilingual;
  readonly text: Bilingual;
  /** What the proposed correction would do; a rule without one is never changed without the vendor. */
  readonly proposal?: Bilingual;
  readonly find: (context: Context) => readonly Hit[];
}

/** One hit when something is so, else none. */
export function hitWhen(fires: boolean, hit: Hit | (() => Hit)): readonly Hit[] {
  if (!fires) return [];
  return [typeof hit === 'function' ? hit() : hit];
}
