import { Fault } from '@invoicepatch/sdk';
import { addDays, type Day } from '../calendar/day.ts';
import type { Jurisdiction } from '../calendar/province.ts';
import { type Decimal, decimal, percentOf, roundCents, sum } from '../money/decimal.ts';
import { constructionLaws } from './jurisdictions.ts';

export interface HoldbackRequest {
  readonly jurisdiction: Jurisdiction;
  /** Value of services and materials before sales tax. */
  readonly valueOfWork: Decimal;
  /** The price of the whole contract, where the law looks at it; the value of the work when left out. */
  readonly contractPrice?: Decimal | undefined;
  /** What the contract says; needed where no law names a percentage. */
  readonly percent?: Decimal | undefined;
}

/** The percentage that law demands, else that of the contract. */
export function holdbackPercent({ jurisdiction, valueOfWork, contractPrice, percent }: HoldbackRequest): Decimal {
  if (percent !== undefined) return percent;
  const { holdbackPercent: byLaw, smallContract } = constructionLaws[jurisdiction];
  if (smallContract !== undefined && !(contractPrice ?? valueOfWork).gt(smallContract.upTo)) {
    return decimal(smallContract.percent);
  }
  if (byLaw !== null) return decimal(byLaw);
  const message = `No law of ${jurisdiction} names a percentage: give the one of the contract.`;
  throw new Fault('invalid', 'billing.no-holdback-percent', message, {
    details: { errors: [{ path: 'percent', message }] },
  });
}

/** What is kept back, to the cent. The tax on it follows when it is paid or its period ends (ETA 168(7)). */
export function holdbackOf(request: HoldbackRequest): Decimal {
  return roundCents(percentOf(request.valueOfWork, holdbackPercent(request)));
}

/** Nova Scotia: ten percent of what remains to be done after substantial performance. */
export function finishingHoldbackOf(jurisdiction: Jurisdiction, remaining: Decimal): Decimal | undefined {
  const { finishingPercent } = constructionLaws[jurisdiction];
  return finishingPercent === undefined ? undefined : roundCents(percentOf(remaining, decimal(finishingPercent)));
}

/** The first day on which a holdback may go, given when its period begins to run; `undefined` where law names none. */
export function holdbackFreeOn(jurisdiction: Jurisdiction, periodStarts: Day): Day | undefined {
  const { retentionDays, lienDays } = constructionLaws[jurisdiction];
  const days = retentionDays ?? lienDays;
  return days === null ? undefined : addDays(periodStarts, days + 1);
}

export interface HoldbackAccount {
  readonly held: Decimal;
  readonly released: Decimal;
  readonly balance: Decimal;
}

/** Kept and released so far. More cannot go than was kept. */
export function holdbackAccount(kept: readonly Decimal[], releases: readonly Decimal[]): HoldbackAccount {
  const [held, released] = [sum(kept), sum(releases)];
  if (released.gt(held)) {
    throw new Fault(
      'invalid',
      'billing.holdback-overdrawn',
      `${released.toFixed(2)} of holdback would be released, but only ${held.toFixed(2)} was kept back.`,
    );
  }
  return { held, released, balance: held.minus(released) };
}
