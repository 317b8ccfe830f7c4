import { type BillingPeriod, inPeriod } from '../ledger/billing-period.ts';
import { type Decimal, decimal } from '../money/decimal.ts';
import { type RateAdjustments, type RateFound, selectRate } from '../pricing/rate-card.ts';
import type { Contract } from '../records/parties.ts';
import type { RateCardRow, RateType } from '../records/rate-card.ts';
import type { TimeEntry } from '../records/work.ts';
import { splitEntries } from '../time/overtime-by-entry.ts';
import { overtimeRules } from '../time/overtime-rules.ts';

/** Why something is not billed. */
export type LeftOutReason = 'not-approved' | 'already-billed' | 'no-rate' | 'rate-not-in-force';

export interface LeftOut {
  readonly kind: 'time' | 'expense';
  readonly id: string;
  readonly why: LeftOutReason;
}

/** Hours of one entry at one rate. */
export interface TimePart {
  readonly entry: TimeEntry;
  readonly type: RateType;
  readonly hours: Decimal;
  readonly rate: Decimal;
}

export interface TimeRequest {
  readonly contract: Contract;
  readonly card: readonly RateCardRow[];
  readonly adjustments: RateAdjustments;
  readonly period: BillingPeriod;
  /** All entries of the weeks that the period touches, billed or not: overtime goes by whole weeks. */
  readonly entries: readonly TimeEntry[];
}

const worked: ReadonlySet<RateType> = new Set(['regular', 'overtime', 'double']);
const counted: ReadonlySet<TimeEntry['status']> = new Set(['submitted', 'approved']);
const usualMultipliers = { overtime: '1.5', double: '2' } as const;

/** The hours of each entry by type; as they were typed in where the contract does not follow the province. */
function partsByEntry({ contract, entries }: TimeRequest) {
  const byProvince = contract.overtime === 'province';
  const whole = entries
    .filter(({ type, status }) => byProvince && worked.has(type) && counted.has(status))
    .sort((left, right) => (left.start ?? '').localeCompare(right.start ?? '') || left.id.localeCompare(right.id))
    .map(({ id, worker, day, hours }) => ({ id, worker, day, hours: decimal(hours) }));
  const split = splitEntries(whole, { rule: overtimeRules[contract.siteProvince] });
  return ({ id, type, hours }: TimeEntry): readonly (readonly [RateType, Decimal])[] => {
    const found = split.get(id);
    if (found === undefined) return [[type, decimal(hours)]];
    const { regular, overtime, double } = found;
    const parts = [['regular', regular] as const, ['overtime', overtime] as const, ['double', double] as const];
    return parts.filter(([, part]) => part.gt(0));
  };
}

function rateFor(entry: TimeEntry, type: RateType, { contract, card, adjustments }: TimeRequest): RateFound {
  const byType = contract.overtime === 'province' ? { ...usualMultipliers, ...adjustments.byType } : adjustments.byType;
  const wanted = { role: entry.role, type, tier: entry.tier, region: contract.rateRegion, workDate: entry.day };
  return selectRate(card, wanted, { ...adjustments, ...(byType === undefined ? {} : { byType }) });
}

function refusalOf(entry: { readonly status: string; readonly invoiceId?: string }): LeftOutReason | undefined {
  if (entry.status !== 'approved') return 'not-approved';
  return entry.invoiceId === undefined ? undefined : 'already-billed';
}

/** Splits what can be billed now from what cannot, and why. */
export function splitBillable<T extends { readonly id: string; readonly status: string; readonly invoiceId?: string }>(
  kind: LeftOut['kind'],
  items: readonly T[],
): { readonly open: readonly T[]; readonly left: readonly LeftOut[] } {
  const left = items.flatMap((item) => {
    const why = refusalOf(item);
    return why === undefined ? [] : [{ kind, id: item.id, why }];
  });
  return { open: items.filter((item) => refusalOf(item) === undefined), left };
}

/** The hours of a period with their rates. An entry without a rate for all its hours is left out as a whole. */
export function billableTime(request: TimeRequest): {
  readonly parts: readonly TimePart[];
  readonly left: readonly LeftOut[];
} {
  const partsOf = partsByEntry(request);
  const { open, left } = splitBillable('time', inPeriod(request.entries, request.period));
  const priced = open.map((entry) => {
    const rates = partsOf(entry).map(([type, hours]) => ({ type, hours, found: rateFor(entry, type, request) }));
    const missing = rates.find(({ found }) => found.found !== 'rate')?.found;
    if (missing !== undefined) {
      const why: LeftOutReason = missing.found === 'not-on-card' ? 'no-rate' : 'rate-not-in-force';
      return { parts: [], left: [{ kind: 'time' as const, id: entry.id, why }] };
    }
    const parts = rates.flatMap(({ type, hours, found }) =>
      found.found === 'rate' ? [{ entry, type, hours, rate: found.rate }] : [],
    );
    return { parts, left: [] };
  });
  return { parts: priced.flatMap(({ parts }) => parts), left: [...left, ...priced.flatMap((each) => each.left)] };
}
