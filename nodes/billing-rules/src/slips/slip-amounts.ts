import type { Day } from '../calendar/day.ts';
import { type Decimal, decimal, decimalOrZero, sum } from '../money/decimal.ts';

/** Money that left in the period. Holdback counts when it is released, whenever it was invoiced. */
export interface SlipPayment {
  readonly date: Day;
  /** Before tax, decimal text. */
  readonly beforeTax: string;
  /** GST/HST and provincial tax, decimal text. */
  readonly tax: string;
  /** For goods only. */
  readonly goods?: boolean;
  /** Income tax withheld, decimal text. */
  readonly withheld?: string;
}

export interface SlipPeriod {
  /** Both inclusive: a calendar year, or for a T5018 a fiscal year chosen once. */
  readonly from: Day;
  readonly to: Day;
}

/** Sources differ on whether tax counts towards the 500 of a T5018; without it is the default. */
export type ThresholdBasis = 'before-tax' | 'with-tax';

export interface T5018Amount {
  /** Box 22, with all taxes; `undefined`: no slip. */
  readonly box22: Decimal | undefined;
  /** The two readings of the threshold disagree: a person decides. */
  readonly disputed: boolean;
}

const threshold = decimal('500.00');

export function calendarYear(year: number): SlipPeriod {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

function within(payments: readonly SlipPayment[], { from, to }: SlipPeriod): readonly SlipPayment[] {
  return payments.filter(({ date }) => date >= from && date <= to);
}

function beforeTax(payments: readonly SlipPayment[]): Decimal {
  return sum(payments.map((each) => decimal(each.beforeTax)));
}

function withTax(payments: readonly SlipPayment[]): Decimal {
  return sum(payments.map((each) => decimal(each.beforeTax).plus(each.tax)));
}

/** Due when construction services reach 500 in the period; goods alone need none, goods beside services are reported too. */
export function t5018Amount(
  payments: readonly SlipPayment[],
  period: SlipPeriod,
  basis: ThresholdBasis = 'before-tax',
): T5018Amount {
  const paid = within(payments, period);
  const services = paid.filter(({ goods }) => goods !== true);
  const [without, including] = [beforeTax(services).gte(threshold), withTax(services).gte(threshold)];
  const due = basis === 'before-tax' ? without : including;
  return { box22: due ? withTax(paid) : undefined, disputed: without !== including };
}

export interface T4AAmount {
  /** Box 048, without GST/HST; `undefined`: no slip. */
  readonly box048: Decimal | undefined;
  /** Box 022 */
  readonly box022: Decimal;
}

/** Due when fees exceed 500 in the calendar year, or any tax was withheld. */
export function t4aAmount(payments: readonly SlipPayment[], year: number): T4AAmount {
  const services = within(payments, calendarYear(year)).filter(({ goods }) => goods !== true);
  const [fees, withheld] = [beforeTax(services), sum(services.map((each) => decimalOrZero(each.withheld)))];
  return { box048: fees.gt(threshold) || withheld.gt(0) ? fees : undefined, box022: withheld };
}
