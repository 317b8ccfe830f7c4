import { Fault } from '@invoicepatch/sdk';
import type { Effect } from '../execution/effect.ts';

export interface Voice {
  readonly port: string;
  readonly by: string;
  /** Everything by which the question may name this person: the id, the e-mail address in small letters. */
  readonly people: readonly string[];
}

/** Says why a person can't decide on this step, if so. */
export function refuseAnswer(effect: Effect | undefined, { port, by, people }: Voice): void {
  const state = effect?.state;
  if (state?.phase !== 'asked' || state.answer !== undefined || effect?.elapsed === true) {
    const text = 'This step asks nothing (any more). Load the run again to see where it stands.';
    throw new Fault('conflict', 'step.not-asking', text);
  }
  const { poll, answers } = state;
  if (poll === undefined) return;
  const choices = poll.choices.map((choice) => choice.port);
  if (!choices.includes(port)) {
    const text = `This question can be answered with ${choices.join(' or ')}, not with ${port}.`;
    throw new Fault('invalid', 'step.unknown-port', text, { details: { ports: choices } });
  }
  if (poll.people !== undefined && !poll.people.some((name) => people.includes(name.toLowerCase()))) {
    throw new Fault('denied', 'step.not-asked', 'This question is put to other people. Ask one of them to decide.');
  }
  if (answers.some((answer) => answer.by === by)) {
    const text = 'You have answered this question. It waits for other people now.';
    throw new Fault('conflict', 'step.already-answered', text);
  }
}

/** Says why nothing can come to this step's address any more, if so. */
export function refuseCallback(effect: Effect | undefined): void {
  if (effect?.heard !== undefined) {
    throw new Fault('conflict', 'callback.repeated', 'Something has come to this address already; the first is kept.');
  }
  if (effect?.elapsed === true || effect?.state.phase === 'refused') throw callbackOver();
}

export function callbackOver(): Fault {
  const text = 'Nobody waits at this address any more: the time is over, or the run has ended or was cancelled.';
  return new Fault('conflict', 'callback.over', text);
}
