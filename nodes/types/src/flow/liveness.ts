import type { FlowEdge } from '@invoicepatch/sdk';

/** Ways out that have to be taken, by node: `big` by `true`. The trigger that fired is one of them. */
type Term = ReadonlyMap<string, string>;

/** When something comes to pass: in any of these cases. `undefined`: too many to tell. */
export type Liveness = readonly Term[] | undefined;

export const always: Liveness = [new Map()];
const termLimit = 64;

function merge(one: Term, other: Term): Term | undefined {
  for (const [node, port] of other) if (one.has(node) && one.get(node) !== port) return undefined;
  return new Map([...one, ...other]);
}

/** Every way of the one is a way of the other: what holds for the longer list of ways out holds for the shorter. */
function impliesTerm(term: Term, wanted: Term): boolean {
  return [...wanted].every(([node, port]) => term.get(node) === port);
}

export function and(one: Liveness, node: string, port: string): Liveness {
  const extra = new Map([[node, port]]);
  return one?.flatMap((term) => merge(term, extra) ?? []);
}

export function or(...all: readonly Liveness[]): Liveness {
  const terms: Term[] = [];
  for (const liveness of all) {
    if (liveness === undefined) return undefined;
    for (const term of liveness) if (!terms.some((known) => impliesTerm(term, known))) terms.push(term);
  }
  return terms.length > termLimit ? undefined : terms;
}

/** Whenever the one comes to pass, so has the other. */
export function implies(one: Liveness, other: Liveness): boolean {
  if (one === undefined || other === undefined) return false;
  return one.every((term) => other.some((wanted) => impliesTerm(term, wanted)));
}

export function canBothHold(one: Term, other: Liveness): boolean {
  return other === undefined || other.some((term) => merge(one, term) !== undefined);
}

export function holdsIn(term: Term, liveness: Liveness): boolean {
  return liveness?.some((wanted) => impliesTerm(term, wanted)) ?? false;
}

/** When an edge carries something: when its node runs, and leaves by its port where it has several. */
export function liveOver(edge: FlowEdge, from: Liveness, ports: readonly string[]): Liveness {
  return ports.length > 1 ? and(from, edge.from, edge.port ?? 'out') : from;
}
