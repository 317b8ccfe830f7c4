import { Fault } from '@invoicepatch/sdk';
import { type Decimal, decimal, larger, percentOf, roundCents, smaller, zero } from '../money/decimal.ts';

/** A rate times factors (overtime 1.5, travel 0.5, skill tier, region): rounded to the cent before it is used. */
export function adjustRate(base: Decimal, factors: readonly Decimal[]): Decimal {
  return roundCents(factors.reduce((rate, factor) => rate.times(factor), base));
}

/** A line: quantity times rate, rounded once. */
export function extend(quantity: Decimal, rate: Decimal): Decimal {
  return roundCents(quantity.times(rate));
}

/** Hours billed when a call-out has a minimum. */
export function withMinimum(hours: Decimal, minimum: Decimal): Decimal {
  return larger(hours, minimum);
}

/** Equipment by the hour, capped by its daily (or weekly) rate. */
export function equipmentCharge(hours: Decimal, rate: { readonly hourly: Decimal; readonly cap: Decimal }): Decimal {
  return smaller(extend(hours, rate.hourly), rate.cap);
}

/** Cost and a markup on the cost, rounded once on the line. A markup is not a margin. */
export function withMarkup(cost: Decimal, markupPercent: Decimal): Decimal {
  return roundCents(cost.plus(percentOf(cost, markupPercent)));
}

/** The price of which the margin is so many percent: 15 percent of margin is 17.65 percent of markup. */
export function withMargin(cost: Decimal, marginPercent: Decimal): Decimal {
  if (marginPercent.gte(100)) {
    const margin = marginPercent.toFixed();
    throw new Fault(
      'invalid',
      'billing.bad-margin',
      `A margin of ${margin} percent leaves nothing for the cost. Give less than 100.`,
    );
  }
  return roundCents(cost.times(100).div(decimal(100).minus(marginPercent)));
}

export interface Remainder {
  /** What may still be billed of this amount. */
  readonly billable: Decimal;
  readonly overLimit: Decimal;
}

/** A purchase order's limit or a not-to-exceed amount, before tax; only approved change orders raise it. */
export function withinLimit(amount: Decimal, limit: { readonly of: Decimal; readonly billed: Decimal }): Remainder {
  const left = larger(limit.of.minus(limit.billed), zero);
  const billable = smaller(amount, left);
  return { billable, overLimit: amount.minus(billable) };
}
