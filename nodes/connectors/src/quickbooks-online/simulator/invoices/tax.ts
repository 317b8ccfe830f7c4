import { add, type Decimal, divide, multiply, parseDecimal, roundTo, sum, zero } from '../../decimal.ts';

interface TaxRate {
  readonly id: string;
  readonly percent: Decimal;
}

export interface TaxedLine {
  readonly amount: Decimal;
  /** The rates of the line's tax code, in their order. */
  readonly rates: readonly TaxRate[];
}

interface RateTotal {
  readonly rate: TaxRate;
  readonly net: Decimal;
  readonly tax: Decimal;
}

export interface TaxTotals {
  readonly byRate: readonly RateTotal[];
  readonly totalTax: Decimal;
}

const hundred: Decimal = parseDecimal('100') ?? zero;

/** Each rate is taken once, on the sum of all its lines, and rounded half away from zero: never line by line. */
export function computeTax(lines: readonly TaxedLine[]): TaxTotals {
  const nets = new Map<string, { readonly rate: TaxRate; readonly net: Decimal }>();
  for (const { amount, rates } of lines) {
    for (const rate of rates) nets.set(rate.id, { rate, net: add(nets.get(rate.id)?.net ?? zero, amount) });
  }
  const byRate = [...nets.values()].map(({ rate, net }) => ({
    rate,
    net,
    tax: divide(multiply(net, rate.percent), hundred, 2),
  }));
  return { byRate, totalTax: roundTo(sum(byRate.map(({ tax }) => tax)), 2) };
}
