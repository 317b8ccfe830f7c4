import type { Effect } from '../../execution/effect.ts';
import { confirmedEffect, type Request } from '../rehearsal/rehearse.ts';
import type { Stub } from './test-case.ts';

const nobody = 'test';

/** Answers the requests of a rehearsal as a test says; the most exact name wins. */
export function answerFrom(stubs: readonly Stub[]): (request: Request) => Effect | undefined {
  const byName = new Map(stubs.map((stub) => [stub.step, stub]));
  return (request) => {
    const stub = byName.get(request.step) ?? byName.get(request.step.split('.').at(-1) ?? '');
    return stub === undefined ? undefined : toEffect(request, stub);
  };
}

function toEffect(request: Request, stub: Stub): Effect | undefined {
  if (request.kind === 'note' && request.fact.kind === 'asked' && 'port' in stub) {
    const { question, details } = request.fact;
    const answer = { port: stub.port, note: stub.note, by: nobody, at: 0 };
    const asked = { phase: 'asked' as const, atMs: 0, question, details, answers: [answer], reminders: 0, answer };
    return { state: asked, attempts: [], doubted: false };
  }
  if (request.kind === 'note' && request.fact.kind === 'listening' && 'output' in stub) {
    const state = { phase: 'listening' as const, atMs: 0 };
    return { state, attempts: [], doubted: false, heard: JSON.stringify(stub.output) };
  }
  if (request.kind !== 'act' && request.kind !== 'call') return undefined;
  if ('output' in stub) return confirmedEffect(JSON.stringify(stub.output));
  if (!('fault' in stub)) return undefined;
  const fault = { kind: 'invalid' as const, details: {}, ...stub.fault };
  return { state: { phase: 'refused', fault }, attempts: [], doubted: false };
}
