import Big from 'big.js';

/** An exact decimal number. Never built from binary floating point except through its shortest decimal text. */
export type Decimal = Big;

/** What may be read as a decimal: text such as `1234.50`, or a number whose decimal text is meant. */
export type DecimalText = string | number;

/** A constructor of our own, so that nobody else's settings change how money rounds. Halves go away from zero. */
const Exact = Big();
Exact.DP = 40;
Exact.RM = 1;

export const zero: Decimal = new Exact(0);

export function decimal(value: DecimalText | Decimal): Decimal {
  return new Exact(value);
}

/** A decimal of what may be missing: nothing counts as zero. */
export function decimalOrZero(value: DecimalText | Decimal | null | undefined): Decimal {
  return value === null || value === undefined || value === '' ? zero : decimal(value);
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = total.plus(value);
  return total;
}

/** To the cent, half away from zero: half a cent counts as a cent, less is dropped (Revenu Québec, ETA 165.2). */
export function roundCents(value: Decimal): Decimal {
  return value.round(2, 1);
}

/** `1234.50`; never `-0.00`. */
export function toMoney(value: Decimal): string {
  const rounded = roundCents(value);
  return rounded.eq(0) ? '0.00' : rounded.toFixed(2);
}

/** `1234.50`, and every place beyond the cent that a value has: what somebody else wrote is not rounded away. */
export function toExactMoney(value: Decimal): string {
  return roundCents(value).eq(value) ? toMoney(value) : value.toFixed();
}

/** The shortest text of a number: `1.25`, `44`, `0`. */
export function toPlain(value: Decimal): string {
  return value.eq(0) ? '0' : value.toFixed();
}

/** So many percent of a value, unrounded. */
export function percentOf(value: Decimal, percent: Decimal): Decimal {
  return value.times(percent).div(100);
}

export function larger(left: Decimal, right: Decimal): Decimal {
  return left.gt(right) ? left : right;
}

export function smaller(left: Decimal, right: Decimal): Decimal {
  return left.lt(right) ? left : right;
}
