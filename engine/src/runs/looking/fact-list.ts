import type { FaultRecord } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from '../../execution/fact.ts';

/** One fact of a run's journal as a line of a list: what was said stays where it is. */
export interface ListedFact {
  readonly seq: number;
  readonly at: string;
  readonly step: string;
  readonly kind: Fact['kind'];
  readonly attempt: number | null;
  /** The way that a person chose. */
  readonly port: string | null;
  /** Id of the person who said it. */
  readonly by: string | null;
  readonly fault: Pick<FaultRecord, 'code' | 'message'> | null;
}

export function toListedFact({ seq, atMs, step, fact }: JournalEntry): ListedFact {
  const answer = fact.kind === 'answered' ? fact.answer : undefined;
  return {
    seq,
    at: new Date(atMs).toISOString(),
    step,
    kind: fact.kind,
    attempt: 'attempt' in fact ? fact.attempt : null,
    port: answer?.port ?? null,
    by: answer?.by ?? ('by' in fact ? fact.by : null),
    fault: 'fault' in fact ? { code: fact.fault.code, message: fact.fault.message } : null,
  };
}
