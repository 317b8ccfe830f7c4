import { type Decimal, decimal, sum } from '../money/decimal.ts';

/** Taxable supplies up to which registration is optional, in one calendar quarter or four in a row. */
const limit = decimal('30000');

/**
 * The first of the quarters, given in order, in which somebody is no longer a small supplier; `undefined` while he is.
 * Who is not registered must not charge GST or HST.
 */
export function findQuarterAboveLimit(taxableByQuarter: readonly Decimal[]): number | undefined {
  const at = taxableByQuarter.findIndex((_, quarter) => {
    const four = taxableByQuarter.slice(Math.max(0, quarter - 3), quarter + 1);
    return sum(four).gt(limit);
  });
  return at === -1 ? undefined : at;
}
