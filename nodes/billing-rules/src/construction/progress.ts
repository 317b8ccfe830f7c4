import { Fault } from '@invoicepatch/sdk';
import { type Decimal, decimal, percentOf, roundCents, sum } from '../money/decimal.ts';

/** A row of the schedule of values; an approved change order is a row too. */
export interface ScheduledItem {
  readonly item: string;
  /** Agreed price, before tax. */
  readonly scheduled: Decimal;
  /** Percent complete at the last claim and now. */
  readonly percentBefore: Decimal;
  readonly percentNow: Decimal;
}

export interface ChangeOrder {
  readonly number: string;
  readonly amount: Decimal;
  readonly status: 'draft' | 'submitted' | 'approved' | 'rejected';
}

export interface ProgressTerms {
  readonly holdbackPercent: Decimal;
  /** The taxes' rates, percent, each rounded on its own. */
  readonly taxPercents: readonly Decimal[];
}

export interface ProgressItem {
  readonly item: string;
  readonly toDate: Decimal;
  readonly before: Decimal;
  readonly thisPeriod: Decimal;
}

export interface ProgressClaim {
  readonly items: readonly ProgressItem[];
  readonly grossToDate: Decimal;
  readonly grossPrevious: Decimal;
  readonly grossThisPeriod: Decimal;
  readonly holdbackToDate: Decimal;
  readonly holdbackThisPeriod: Decimal;
  readonly netBeforeTax: Decimal;
  readonly taxes: readonly Decimal[];
  readonly tax: Decimal;
  readonly amountDue: Decimal;
}

function refuseBadPercent({ item, percentBefore, percentNow }: ScheduledItem): void {
  const bad = [percentBefore, percentNow].find((percent) => percent.lt(0) || percent.gt(100));
  if (bad === undefined) return;
  throw new Fault(
    'invalid',
    'billing.bad-percent',
    `${item} is said to be ${bad.toFixed()} percent done. Give 0 to 100.`,
  );
}

/** The contract's price with the change orders that are approved; no other raises it. */
export function revisedContract(contract: Decimal, changeOrders: readonly ChangeOrder[]): Decimal {
  return contract.plus(sum(changeOrders.filter(({ status }) => status === 'approved').map(({ amount }) => amount)));
}

/** A claim: the work to date less what was claimed before. Holdback is taken of the running total, so cents never drift. */
export function claimProgress(schedule: readonly ScheduledItem[], terms: ProgressTerms): ProgressClaim {
  schedule.forEach(refuseBadPercent);
  const items = schedule.map(({ item, scheduled, percentBefore, percentNow }) => {
    const toDate = roundCents(percentOf(scheduled, percentNow));
    const before = roundCents(percentOf(scheduled, percentBefore));
    return { item, toDate, before, thisPeriod: toDate.minus(before) };
  });
  const grossToDate = sum(items.map(({ toDate }) => toDate));
  const grossPrevious = sum(items.map(({ before }) => before));
  const grossThisPeriod = grossToDate.minus(grossPrevious);
  const held = (gross: Decimal) => roundCents(percentOf(gross, terms.holdbackPercent));
  const holdbackToDate = held(grossToDate);
  const holdbackThisPeriod = holdbackToDate.minus(held(grossPrevious));
  const netBeforeTax = grossThisPeriod.minus(holdbackThisPeriod);
  const taxes = terms.taxPercents.map((percent) => roundCents(percentOf(netBeforeTax, percent)));
  const tax = sum(taxes);
  return {
    items,
    grossToDate,
    grossPrevious,
    grossThisPeriod,
    holdbackToDate,
    holdbackThisPeriod,
    netBeforeTax,
    taxes,
    tax,
    amountDue: decimal(netBeforeTax).plus(tax),
  };
}
