import { Fault } from '@invoicepatch/sdk';
import { type Day, isDay } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import { type Decimal, decimal, percentOf, roundCents, sum, toMoney, zero } from '../money/decimal.ts';
import { findTaxRate, ratesSince, type TaxName, type TaxRate, taxNames } from './rates.ts';

/** `invoice`: each tax once, on the sum of its lines. `line`: on every line, then added. Both are allowed if kept to. */
export type TaxRounding = 'invoice' | 'line';

/** A tax that applies to a line. */
export interface LineTax {
  readonly tax: TaxName;
  /** Only this part of the amount is the base: `30`. The whole when left out. */
  readonly basePercent?: string | undefined;
  /** Point-of-sale relief from the provincial part of an HST: only the federal part is charged. */
  readonly federalPartOnly?: boolean | undefined;
}

export interface TaxableLine {
  /** Before tax, as decimal text; negative on a credit note. */
  readonly amount: string;
  readonly taxes: readonly LineTax[];
  /** Where this line is supplied, when not where the invoice is. */
  readonly province?: Province | undefined;
}

export interface TaxRequest {
  readonly province: Province;
  /** The day on which the tax becomes payable; of a credit note, that of the original supply. */
  readonly date: Day;
  readonly rounding: TaxRounding;
  readonly lines: readonly TaxableLine[];
  /** Kept back before tax: it lowers the base of each tax, whose own follows at the release. Decimal text. */
  readonly holdback?: string | undefined;
}

/** Amounts are decimal text to the cent, the rate is percent. */
export interface TaxAmount {
  readonly tax: TaxName;
  readonly rate: string;
  readonly base: string;
  readonly amount: string;
}

export interface TaxBreakdown {
  readonly subtotal: string;
  readonly taxes: readonly TaxAmount[];
  readonly total: string;
}

/** A part of a line that one tax at one rate is taken of. */
interface Portion {
  readonly line: number;
  readonly rate: TaxRate;
  readonly percent: Decimal;
  readonly price: Decimal;
  /** The rate of the GST that the tax is taken of as well; zero when it is not. */
  readonly gst: Decimal;
}

function refuse(message: string, path: string): Fault {
  const errors = [{ path, message }];
  return new Fault('invalid', 'billing.tax-not-in-force', `${message} (${path})`, { details: { errors } });
}

/** The part of a taxed line's price that is taxed now: the holdback is taken off the taxed lines in proportion. */
function taxedNow({ lines, holdback }: TaxRequest, amount: Decimal): Decimal {
  if (holdback === undefined) return amount;
  const taxed = sum(lines.filter(({ taxes }) => taxes.length > 0).map((line) => decimal(line.amount)));
  return taxed.eq(0) ? amount : amount.minus(amount.times(holdback).div(taxed));
}

function portionOf(line: TaxableLine, tax: LineTax, at: { request: TaxRequest; line: number; tax: number }): Portion {
  const province = line.province ?? at.request.province;
  const { date } = at.request;
  const rate = findTaxRate(province, date, tax.tax);
  const path = `lines[${at.line}].taxes[${at.tax}]`;
  if (rate === undefined) throw refuse(`There is no ${tax.tax} in ${province} on ${date}.`, path);
  const onlyFederal = tax.federalPartOnly === true;
  if (onlyFederal && rate.federal === undefined) throw refuse(`Only an HST has a federal part, not ${tax.tax}.`, path);
  const gst = rate.base === 'price-with-gst' ? findTaxRate(province, date, 'GST') : undefined;
  const part = decimal(tax.basePercent ?? '100');
  return {
    line: at.line,
    rate,
    percent: decimal(onlyFederal ? (rate.federal ?? rate.rate) : rate.rate),
    price: percentOf(taxedNow(at.request, decimal(line.amount)), part),
    gst: decimal(gst?.rate ?? '0'),
  };
}

function refuseTwice({ taxes }: TaxableLine, line: number): void {
  taxes.forEach(({ tax }, at) => {
    const first = taxes.findIndex((each) => each.tax === tax);
    if (first < at) throw refuse(`${tax} is named twice.`, `lines[${line}].taxes[${at}]`);
  });
}

/** The price, and where the law taxes the tax, the GST on it as it is charged: rounded. */
function baseOf(portions: readonly Portion[]): Decimal {
  const price = sum(portions.map((each) => each.price));
  const gst = portions[0]?.gst ?? zero;
  return gst.eq(0) ? price : price.plus(roundCents(percentOf(price, gst)));
}

function toAmount(portions: readonly Portion[], rounding: TaxRounding): TaxAmount[] {
  const [first] = portions;
  if (first === undefined) return [];
  const groups = rounding === 'line' ? [...Map.groupBy(portions, ({ line }) => line).values()] : [portions];
  const amounts = groups.map((group) => roundCents(percentOf(baseOf(group), first.percent)));
  const base = sum(groups.map(baseOf));
  return [
    {
      tax: first.rate.tax,
      rate: first.percent.toFixed(),
      base: toMoney(base),
      amount: toMoney(sum(amounts)),
    },
  ];
}

function keyOf({ rate, percent, gst }: Portion): string {
  return [rate.tax, percent.toFixed(), gst.toFixed()].join(' ');
}

function percentOfGroup(group: readonly Portion[]): Decimal {
  return group[0]?.percent ?? zero;
}

/**
 * What an invoice owes in tax. Each tax is rounded on its own, half away from zero to the cent; an HST is one tax.
 * Sources: docs/billing.md, "Sales tax".
 */
export function calculateTax(request: TaxRequest): TaxBreakdown {
  if (!isDay(request.date) || request.date < ratesSince) {
    const message = `The rates are known from ${ratesSince} on, not on ${request.date}.`;
    throw new Fault('invalid', 'billing.no-rates', message, { details: { errors: [{ path: 'date', message }] } });
  }
  request.lines.forEach(refuseTwice);
  const portions = request.lines.flatMap((line, nth) =>
    line.taxes.map((tax, at) => portionOf(line, tax, { request, line: nth, tax: at })),
  );
  const groups = [...Map.groupBy(portions, keyOf).values()];
  const order = (group: readonly Portion[]) => taxNames.indexOf(group[0]?.rate.tax ?? 'GST');
  groups.sort((left, right) => order(left) - order(right) || percentOfGroup(left).cmp(percentOfGroup(right)));
  const taxes = groups.flatMap((group) => toAmount(group, request.rounding));
  const subtotal = sum(request.lines.map(({ amount }) => decimal(amount)));
  const total = subtotal.minus(request.holdback ?? '0').plus(sum(taxes.map(({ amount }) => decimal(amount))));
  return { subtotal: toMoney(subtotal), taxes, total: toMoney(total) };
}
