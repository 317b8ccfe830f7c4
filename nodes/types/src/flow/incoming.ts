import { join } from '../type/join.ts';
import { missing, optional, type Type } from '../type/type.ts';
import { canBothHold, holdsIn, type Liveness, or } from './liveness.ts';

/** A node that leads here, with what it hands on and when. */
export interface Source {
  readonly id: string;
  readonly output: Type;
  readonly live: Liveness;
}

function inCase(sources: readonly Source[], isSure: (source: Source) => boolean): Type {
  const [only, ...others] = sources;
  if (only === undefined) return {};
  if (others.length === 0) return only.output;
  const sure = sources.filter(isSure);
  const fields = sources.map((source): [string, Type] => [
    source.id,
    sure.includes(source) ? source.output : optional(source.output),
  ]);
  const together: Type = { object: { fields: new Map(fields) } };
  if (sure.length > 1) return together;
  return join(together, ...(sure.length === 1 ? sure : sources).map(({ output }) => output));
}

/**
 * What reaches a node: the output of the one node before it that ran, or an object with the outputs of several by their
 * ids. Which can have run together is told from the ways out that lead to them.
 */
export function joinSources(sources: readonly Source[]): Type {
  if (sources.length === 0) return missing;
  const cases = or(...sources.map(({ live }) => live));
  if (cases === undefined) return inCase(sources, () => false);
  return join(
    ...cases.map((term) =>
      inCase(
        sources.filter(({ live }) => canBothHold(term, live)),
        ({ live }) => holdsIn(term, live),
      ),
    ),
  );
}
