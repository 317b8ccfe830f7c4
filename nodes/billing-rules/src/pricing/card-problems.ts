import { addDays, type Day } from '../calendar/day.ts';
import type { RateCardRow, RateType } from '../records/rate-card.ts';

/** Something wrong with a card as such. Days are inclusive; `to: null` means without end. */
export interface CardProblem {
  readonly kind: 'gap' | 'overlap' | 'backwards';
  readonly role: string;
  readonly type: RateType;
  readonly tier?: string;
  readonly region?: string;
  readonly from: Day;
  readonly to: Day | null;
}

function earlierEnd(left: Day | null, right: Day | null): Day | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}

function laterEnd(left: Day | null, right: Day | null): Day | null {
  if (left === null || right === null) return null;
  return left > right ? left : right;
}

function problem(row: RateCardRow, what: Pick<CardProblem, 'kind' | 'from' | 'to'>): CardProblem {
  const { role, type, tier, region } = row;
  return { ...what, role, type, ...(tier === undefined ? {} : { tier }), ...(region === undefined ? {} : { region }) };
}

/** How a row meets what the rows before it cover, which ends on a day or never. */
function meeting(row: RateCardRow, coveredTo: Day | null): CardProblem[] {
  if (coveredTo === null || coveredTo >= row.from) {
    return [problem(row, { kind: 'overlap', from: row.from, to: earlierEnd(coveredTo, row.to) })];
  }
  const next = addDays(coveredTo, 1);
  return next < row.from ? [problem(row, { kind: 'gap', from: next, to: addDays(row.from, -1) })] : [];
}

function problemsOf(rows: readonly RateCardRow[]): readonly CardProblem[] {
  const backwards = rows.filter(({ from, to }) => to !== null && to < from);
  const sound = rows.filter((row) => !backwards.includes(row)).sort((a, b) => a.from.localeCompare(b.from));
  let covered: Day | null = null;
  const found = sound.flatMap((row, nth) => {
    const problems = nth === 0 ? [] : meeting(row, covered);
    covered = nth === 0 ? row.to : laterEnd(covered, row.to);
    return problems;
  });
  return [...backwards.map((row) => problem(row, { kind: 'backwards', from: row.from, to: row.to })), ...found];
}

/** Days that no row covers between two that do, and days that two rows claim. */
export function findCardProblems(card: readonly RateCardRow[]): readonly CardProblem[] {
  const kinds = Map.groupBy(card, ({ role, type, tier, region }) => JSON.stringify([role, type, tier, region]));
  return [...kinds.values()].flatMap(problemsOf);
}
