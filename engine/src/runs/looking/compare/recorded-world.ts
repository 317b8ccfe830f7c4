import type { Effect } from '../../../execution/effect.ts';
import { foldJournal } from '../../../execution/effect.ts';
import type { JournalEntry } from '../../../execution/fact.ts';
import { differencesOf } from '../../../flows/rehearsal/differences.ts';
import { confirmedEffect, type Request } from '../../../flows/rehearsal/rehearse.ts';

export type CallChange = 'same' | 'changed' | 'new' | 'gone';

/** A call that would leave, beside the one that left when the run really happened. JSON text. */
export interface Call {
  readonly step: string;
  readonly nodeId: string;
  /** Type of the node: `quickbooks-online.create-invoice@1`. */
  readonly type: string | undefined;
  readonly change: CallChange;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The recorded answer was taken although the call is another one now. */
  readonly assumed: boolean;
}

/** Answers a rehearsal out of the journal of a run that really happened, and notes what would leave now. */
export class RecordedWorld {
  readonly #sent = new Map<string, string>();
  readonly #effects: ReadonlyMap<string, Effect>;
  readonly #calls = new Map<string, Call>();

  constructor(entries: readonly JournalEntry[]) {
    this.#effects = foldJournal(entries);
    for (const { step, fact } of entries) {
      if (fact.kind === 'intended' || fact.kind === 'carried') this.#sent.set(step, fact.input);
    }
  }

  answer = (request: Request): Effect | undefined => {
    if (request.kind === 'act') return this.#call(request);
    if (request.kind === 'call') return this.#returned(request.step);
    return request.kind === 'note' ? this.#waited(request) : undefined;
  };

  /** Every call of either side, those of the rehearsal first. */
  listCalls(): readonly Call[] {
    const gone = [...this.#sent].filter(([step]) => !this.#calls.has(step));
    return [...this.#calls.values(), ...gone.map(([step, before]) => toGone(step, before))];
  }

  #call({ step, plan, input }: Extract<Request, { kind: 'act' }>): Effect | undefined {
    const before = this.#sent.get(step);
    const same = before !== undefined && saysTheSame(before, input);
    const effect = this.#outcome(step, same);
    const change = before === undefined ? 'new' : same ? 'same' : 'changed';
    const assumed = change === 'changed' && effect !== undefined;
    this.#calls.set(step, { step, nodeId: plan.id, type: plan.node.type, change, before, after: input, assumed });
    return effect;
  }

  /** What came of it then. Another call may be refused where this one was not, or the other way round: only success is assumed. */
  #outcome(step: string, same: boolean): Effect | undefined {
    const recorded = this.#effects.get(step);
    const { state } = recorded ?? {};
    if (state?.phase === 'confirmed') return confirmedEffect(state.output);
    if (state?.phase === 'carried' && state.output !== undefined) return confirmedEffect(state.output);
    return state?.phase === 'refused' && same ? recorded : undefined;
  }

  /** What a called flow gave back then. */
  #returned(step: string): Effect | undefined {
    const recorded = this.#effects.get(step);
    return recorded?.state.phase === 'confirmed' ? confirmedEffect(recorded.state.output) : undefined;
  }

  /** A wait ends as it ended then. */
  #waited({ step, fact }: Extract<Request, { kind: 'note' }>): Effect | undefined {
    const recorded = this.#effects.get(step);
    if (fact.kind === 'listening') return recorded?.state.phase === 'listening' ? recorded : undefined;
    if (fact.kind !== 'asked' || recorded?.state.phase !== 'asked') return undefined;
    if (recorded.state.answer === undefined && recorded.elapsed !== true) return undefined;
    return { ...recorded, state: { ...recorded.state, question: fact.question, details: fact.details } };
  }
}

function toGone(step: string, before: string): Call {
  const nodeId = step.split('.').at(-1) ?? step;
  return { step, nodeId, type: undefined, change: 'gone', before, after: undefined, assumed: false };
}

function saysTheSame(one: string, other: string): boolean {
  return one === other || differencesOf(JSON.parse(one), JSON.parse(other)).length === 0;
}
