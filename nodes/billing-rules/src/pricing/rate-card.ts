import type { Day } from '../calendar/day.ts';
import { type Decimal, decimal } from '../money/decimal.ts';
import type { RateCardRow, RateType } from '../records/rate-card.ts';
import { adjustRate } from './price-line.ts';

/** What a contract changes on the card's rates. */
export interface RateAdjustments {
  /** Factor by skill tier and by region, for rows that name none. */
  readonly byTier?: Readonly<Record<string, string>>;
  readonly byRegion?: Readonly<Record<string, string>>;
  /** Multipliers of the regular rate for types without a row of their own: overtime 1.5, double 2, travel 0.5 to 1. */
  readonly byType?: Readonly<Partial<Record<RateType, string>>>;
  /** A general change, percent: `-5` is a discount. */
  readonly percent?: string;
}

export interface RateWanted {
  readonly role: string;
  readonly type: RateType;
  readonly tier?: string | undefined;
  readonly region?: string | undefined;
  /** The work date decides, never the invoice date. */
  readonly workDate: Day;
}

export interface RateFactor {
  readonly of: 'tier' | 'region' | 'type' | 'contract';
  readonly factor: Decimal;
}

export type RateFound =
  | {
      readonly found: 'rate';
      /** To the cent. */
      readonly rate: Decimal;
      readonly row: RateCardRow;
      readonly factors: readonly RateFactor[];
    }
  /** No row for the role and type at all. */
  | { readonly found: 'not-on-card' }
  /** Rows, but none on the work date. */
  | { readonly found: 'not-effective'; readonly rows: readonly RateCardRow[] };

export function isEffective({ from, to }: Pick<RateCardRow, 'from' | 'to'>, day: Day): boolean {
  return from <= day && (to === null || to >= day);
}

function fits(own: string | undefined, wanted: string | undefined): boolean {
  return own === undefined || own === wanted;
}

/** How exactly a row says what is wanted: a row for the tier and region goes before a general one. */
function exactness(row: RateCardRow): number {
  return (row.tier === undefined ? 0 : 2) + (row.region === undefined ? 0 : 1);
}

function rowsFor(card: readonly RateCardRow[], { role, tier, region }: RateWanted, type: RateType): RateCardRow[] {
  return card.filter(
    (row) => row.role === role && row.type === type && fits(row.tier, tier) && fits(row.region, region),
  );
}

function factorsFor(row: RateCardRow, wanted: RateWanted, adjustments: RateAdjustments): readonly RateFactor[] {
  const named = (of: RateFactor['of'], factor: string | undefined): RateFactor[] =>
    factor === undefined ? [] : [{ of, factor: decimal(factor) }];
  const own = (table: Readonly<Record<string, string>> | undefined, key: string | undefined) =>
    table !== undefined && key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
  const { percent } = adjustments;
  return [
    ...named('type', row.type === wanted.type ? undefined : adjustments.byType?.[wanted.type]),
    ...named('tier', row.tier === undefined ? own(adjustments.byTier, wanted.tier) : undefined),
    ...named('region', row.region === undefined ? own(adjustments.byRegion, wanted.region) : undefined),
    ...named('contract', percent === undefined ? undefined : decimal(percent).div(100).plus(1).toFixed()),
  ];
}

/** The rate for a piece of work: the most exact row in force on the work date, times the contract's factors. */
export function selectRate(
  card: readonly RateCardRow[],
  wanted: RateWanted,
  adjustments: RateAdjustments = {},
): RateFound {
  const direct = rowsFor(card, wanted, wanted.type);
  const derived = adjustments.byType?.[wanted.type] === undefined ? [] : rowsFor(card, wanted, 'regular');
  const rows = direct.length > 0 ? direct : derived;
  if (rows.length === 0) return { found: 'not-on-card' };
  const [row] = rows
    .filter((each) => isEffective(each, wanted.workDate))
    .sort((left, right) => exactness(right) - exactness(left) || right.from.localeCompare(left.from));
  if (row === undefined) return { found: 'not-effective', rows };
  const factors = factorsFor(row, wanted, adjustments);
  const rate = adjustRate(
    decimal(row.rate),
    factors.map(({ factor }) => factor),
  );
  return { found: 'rate', rate, row, factors };
}
