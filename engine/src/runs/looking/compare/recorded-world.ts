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
      if (fact.kind === 'intended' || fact.kind === 'carried' || fact.kind === 'called')
        this.#sent.set(step, fact.input);
    }
  }

  answer = (request: Request): Effect | undefined => {
    if (request.kind === 'act') return this.#call(request);
    if (request.kind === 'call') return this.#returned(request);
    return request.kind === 'note' ? this.#waited(request) : undefined;
  };

  /** Every call of either side, those of the rehearsal first. */
  listCalls(): readonly Call[] {
    const gone = [...this.#sent].filter(([step]) => !this.#calls.has(step));
    return [...this.#calls.values(), ...gone.map(([step, before]) => toGone(step, before))];
  }

  #call({ step, plan, input }: Extract<Request, { kind: 'act' }>): Effect | undefined {
    const same = this.#isSame(step, input);
    const effect = this.#outcome(step, same);
    this.#note({ step, nodeId: plan.id, type: plan.node.type, after: input }, effect !== undefined);
    return effect;
  }

  #isSame(step: string, input: string): boolean {
    const before = this.#sent.get(step);
    return before !== undefined && saysTheSame(before, input);
  }

  #note(call: Pick<Call, 'step' | 'nodeId' | 'type'> & { readonly after: string }, answered: boolean): void {
    const before = this.#sent.get(call.step);
    const change = before === undefined ? 'new' : this.#isSame(call.step, call.after) ? 'same' : 'changed';
    this.#calls.set(call.step, { ...call, change, before, assumed: change === 'changed' && answered });
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
  #returned({ step, payload }: Extract<Request, { kind: 'call' }>): Effect | undefined {
    const { state } = this.#effects.get(step) ?? {};
    const effect = state?.phase === 'confirmed' ? confirmedEffect(state.output) : undefined;
    this.#note({ step, nodeId: nodeOf(step), type: undefined, after: payload }, effect !== undefined);
    return effect;
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

function nodeOf(step: string): string {
  return step.split('.').at(-1) ?? step;
}

function toGone(step: string, before: string): Call {
  return { step, nodeId: nodeOf(step), type: undefined, change: 'gone', before, after: undefined, assumed: false };
}

function saysTheSame(one: string, other: string): boolean {
  return one === other || differencesOf(JSON.parse(one), JSON.parse(other)).length === 0;
}
