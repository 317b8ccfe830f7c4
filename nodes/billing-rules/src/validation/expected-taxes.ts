import type { Day } from '../calendar/day.ts';
import { decimal, sum, toMoney } from '../money/decimal.ts';
import { calculateTax, type LineTax, type TaxAmount } from '../tax/calculate-tax.ts';
import { ratesSince } from '../tax/rates.ts';
import { taxesOfSupply } from '../tax/taxes-of-supply.ts';
import type { Context } from './context.ts';

/**
 * The taxes that a construction service (or what the contract says) carries at its site on the invoice's date; none
 * where every line was paid as agent or is exempt.
 */
export function expectedTaxSet({ document: { contract, invoice }, lines }: Context): readonly LineTax[] {
  if (lines.every(({ untaxed }) => untaxed)) return [];
  return taxesOfSupply({
    supply: contract.supply ?? 'real-property',
    province: contract.site_province,
    date: invoice.date,
    registered: true,
    forResale: contract.for_resale ?? false,
  });
}

/** What the lines without those paid as agent come to, less the holdback: tax on a holdback follows at its release. */
export function taxableSum({ lines, holdback }: Context): string {
  const taxed = lines.filter(({ untaxed }) => !untaxed).map(({ amount }) => amount);
  return toMoney(sum(taxed).minus(holdback));
}

export function ratesAreKnown(day: Day): boolean {
  return day >= ratesSince;
}

/** Each expected tax with its amount on the taxable sum. */
export function expectedTaxes(context: Context): readonly TaxAmount[] {
  const { contract, invoice } = context.document;
  const lines = [{ amount: taxableSum(context), taxes: expectedTaxSet(context) }];
  return calculateTax({ province: contract.site_province, date: invoice.date, rounding: 'invoice', lines }).taxes;
}

/** Whether the invoice charges the expected taxes, each of them, and no others. */
export function hasExpectedSet(context: Context): boolean {
  const charged = new Set(context.document.invoice.taxes.map(({ tax }) => tax));
  const expected = expectedTaxSet(context).map(({ tax }) => tax);
  return charged.size === expected.length && expected.every((tax) => charged.has(tax));
}

/** What the invoice charges of a tax, in all its rows. */
export function chargedOf(tax: string, { document: { invoice } }: Context) {
  return sum(invoice.taxes.filter((each) => each.tax === tax).map(({ amount }) => decimal(amount)));
}
