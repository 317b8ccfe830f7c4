import { toCount, wordAt } from '../given.ts';
import type { Session } from '../session.ts';
import { type Exit, exits } from '../trouble.ts';
import { findFlow } from './flows.ts';

interface Difference {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface Comparison {
  readonly same: number;
  readonly different: number;
  readonly runs: readonly {
    readonly runId: string;
    readonly verdict: string;
    readonly before: string;
    readonly after: string;
    readonly steps: readonly { readonly step: string; readonly output: readonly Difference[] }[];
    readonly calls: readonly {
      readonly step: string;
      readonly change: string;
      readonly input: readonly Difference[];
    }[];
  }[];
}

const toLine = ({ path, before, after }: Difference) =>
  `        ${path || '(whole)'}: ${JSON.stringify(before) ?? '-'} → ${JSON.stringify(after) ?? '-'}`;

export async function compareFlow(session: Session): Promise<Exit> {
  const { id } = await findFlow(session, wordAt(session.given, 1, 'compare FLOW'));
  const newest = toCount(session.given.flags.newest, 10, 'newest');
  const found = await session.api.send<Comparison>('POST', `/flows/${id}/compare`, { newest });
  const lines = found.runs
    .filter(({ verdict }) => verdict !== 'same')
    .flatMap(({ runId, before, after, steps, calls }) => [
      `${runId}  ${before} → ${after}`,
      ...calls.flatMap(({ step, change, input }) => [`    call ${step}: ${change}`, ...input.map(toLine)]),
      ...steps.flatMap(({ step, output }) => [`    step ${step}`, ...output.map(toLine)]),
    ]);
  session.show(found, [...lines, `${found.same} unchanged, ${found.different} different`]);
  return exits.done;
}
