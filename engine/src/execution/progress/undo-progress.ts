import type { FaultRecord } from '@invoicepatch/sdk';
import type { Step } from '../step.ts';
import { GraphProgress } from './graph-progress.ts';
import type { GraphWalk, Look } from './look.ts';

interface Undoing {
  /** The step whose act is taken back. */
  readonly step: string;
  readonly branch: GraphProgress;
}

export type UndoState =
  | { readonly kind: 'under-way' }
  | { readonly kind: 'done' }
  /** One act could not be taken back, so neither were those before it. */
  | { readonly kind: 'stopped'; readonly fault: FaultRecord; readonly at: string };

/** Takes back what a failed run had done, the last thing first, one after the other. */
export class UndoProgress {
  readonly #undoings: readonly Undoing[];
  state: UndoState = { kind: 'under-way' };

  constructor(main: GraphProgress, look: Look) {
    const { effects } = look.memory;
    const done = [...main.graphs()].flatMap((graph) => listUndoings(graph, look));
    this.#undoings = done.sort(
      (a, b) => (effects.get(b.step)?.confirmedSeq ?? 0) - (effects.get(a.step)?.confirmedSeq ?? 0),
    );
  }

  get isEmpty(): boolean {
    return this.#undoings.length === 0;
  }

  advance(look: Look): void {
    const { memory } = look;
    for (const { step, branch } of this.#undoings) {
      branch.advance(look);
      if (memory.effects.get(step)?.undone === true) continue;
      const outcome = branch.outcome(memory);
      if (outcome?.ok === true) look.propose({ kind: 'note', step, fact: { kind: 'undone' } });
      else if (outcome !== undefined) this.state = { kind: 'stopped', fault: outcome.fault, at: outcome.at };
      return;
    }
    this.state = { kind: 'done' };
  }

  *open(): Generator<Step> {
    for (const { branch } of this.#undoings) yield* branch.open();
  }

  *steps(): Generator<Step> {
    for (const { branch } of this.#undoings) yield* branch.steps();
  }
}

/** Steps whose act is certain to have happened and that say how to take it back. */
function listUndoings(graph: GraphWalk, { memory }: Look): Undoing[] {
  const { prefix } = graph.scope;
  return graph.graph.order.flatMap(({ id, undo }) => {
    const state = graph.get(id);
    const isDone = state?.kind === 'done' && state.fault === undefined;
    if (undo === undefined || !isDone || memory.effects.get(prefix + id)?.confirmedSeq === undefined) return [];
    const scope = { ...graph.scope, given: state.output };
    return [{ step: prefix + id, branch: new GraphProgress(undo, scope, graph) }];
  });
}
