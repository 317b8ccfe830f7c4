import { type Day, daysBetween } from '../calendar/day.ts';
import { type Decimal, sum } from '../money/decimal.ts';

export const ageBuckets = ['current', '1-30', '31-60', '61-90', '90+'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** Days past the due date; negative while it lies ahead. */
export function daysPastDue(due: Day, asOf: Day): number {
  return daysBetween(due, asOf);
}

/** By due date, not invoice date; what is due today is current. */
export function bucketOf(due: Day, asOf: Day): AgeBucket {
  const days = daysPastDue(due, asOf);
  if (days <= 0) return 'current';
  if (days <= 30) return '1-30';
  if (days <= 60) return '31-60';
  return days <= 90 ? '61-90' : '90+';
}

/** What somebody owes. A credit (negative) stays in the bucket of its own date. */
export interface OpenItem {
  readonly due: Day;
  readonly amount: Decimal;
  /** Holdback is not past due before it may be released. */
  readonly holdbackUntil?: Day;
}

export interface Ageing {
  readonly buckets: Readonly<Record<AgeBucket, Decimal>>;
  /** Apart from the buckets: holdback that is not yet due. */
  readonly holdback: Decimal;
  readonly total: Decimal;
}

export function ageOpenItems(items: readonly OpenItem[], asOf: Day): Ageing {
  const kept = items.filter(({ holdbackUntil }) => holdbackUntil !== undefined && holdbackUntil > asOf);
  const open = items.filter((item) => !kept.includes(item));
  const total = (of: readonly OpenItem[]) => sum(of.map(({ amount }) => amount));
  const inBucket = (bucket: AgeBucket) =>
    total(open.filter(({ due, holdbackUntil }) => bucketOf(holdbackUntil ?? due, asOf) === bucket));
  return {
    buckets: {
      current: inBucket('current'),
      '1-30': inBucket('1-30'),
      '31-60': inBucket('31-60'),
      '61-90': inBucket('61-90'),
      '90+': inBucket('90+'),
    },
    holdback: total(kept),
    total: total(items),
  };
}
