import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';

/** In the order in which an invoice lists them: federal first. */
export const taxNames = ['GST', 'HST', 'QST', 'PST', 'RST'] as const;
export type TaxName = (typeof taxNames)[number];

/** A tax of a province in a span of days, both inclusive. */
export interface TaxRate {
  readonly province: Province;
  readonly tax: TaxName;
  /** Percent, exact: `9.975`. */
  readonly rate: string;
  readonly from: Day;
  /** `null`: still in force. */
  readonly to: Day | null;
  /** What the rate is taken of: the price, or the price with the GST on it (tax on tax). */
  readonly base: 'price' | 'price-with-gst';
  /** The federal part of an HST, percent. */
  readonly federal?: string;
}

const start = '2008-01-01';
type Span = readonly [rate: string, from: Day, to: Day | null];

function spans(province: Province, tax: TaxName, list: readonly Span[], base: TaxRate['base'] = 'price'): TaxRate[] {
  const federal = tax === 'HST' ? { federal: '5' } : {};
  return list.map(([rate, from, to]) => ({ province, tax, rate, from, to, base, ...federal }));
}

/**
 * Every rate since 2008. GST at 5 percent began on 2008-01-01. Sources by province:
 * ON, BC, NS 2010 and BC 2013: Canada Revenue Agency rate tables · NB, NL, PE 2016: provincial notices · NS 2025: SOR/2025-77 ·
 * QC: Revenu Québec, history of rates (on the price with GST until 2012) · SK 2017: provincial budget notices ·
 * MB 2013 and 2019: Manitoba Finance. Retail sales tax before HST in ON and BC: general knowledge.
 */
export const taxRates: readonly TaxRate[] = [
  ...spans('AB', 'GST', [['5', start, null]]),
  ...spans('BC', 'GST', [
    ['5', start, '2010-06-30'],
    ['5', '2013-04-01', null],
  ]),
  ...spans('BC', 'HST', [['12', '2010-07-01', '2013-03-31']]),
  ...spans('BC', 'PST', [
    ['7', start, '2010-06-30'],
    ['7', '2013-04-01', null],
  ]),
  ...spans('MB', 'GST', [['5', start, null]]),
  ...spans('MB', 'RST', [
    ['7', start, '2013-06-30'],
    ['8', '2013-07-01', '2019-06-30'],
    ['7', '2019-07-01', null],
  ]),
  ...spans('NB', 'HST', [
    ['13', start, '2016-06-30'],
    ['15', '2016-07-01', null],
  ]),
  ...spans('NL', 'HST', [
    ['13', start, '2016-06-30'],
    ['15', '2016-07-01', null],
  ]),
  ...spans('NS', 'HST', [
    ['13', start, '2010-06-30'],
    ['15', '2010-07-01', '2025-03-31'],
    ['14', '2025-04-01', null],
  ]),
  ...spans('NT', 'GST', [['5', start, null]]),
  ...spans('NU', 'GST', [['5', start, null]]),
  ...spans('ON', 'GST', [['5', start, '2010-06-30']]),
  ...spans('ON', 'RST', [['8', start, '2010-06-30']]),
  ...spans('ON', 'HST', [['13', '2010-07-01', null]]),
  ...spans('PE', 'GST', [['5', start, '2013-03-31']]),
  ...spans('PE', 'PST', [['10', start, '2013-03-31']], 'price-with-gst'),
  ...spans('PE', 'HST', [
    ['14', '2013-04-01', '2016-09-30'],
    ['15', '2016-10-01', null],
  ]),
  ...spans('QC', 'GST', [['5', start, null]]),
  ...spans(
    'QC',
    'QST',
    [
      ['7.5', start, '2010-12-31'],
      ['8.5', '2011-01-01', '2011-12-31'],
      ['9.5', '2012-01-01', '2012-12-31'],
    ],
    'price-with-gst',
  ),
  ...spans('QC', 'QST', [['9.975', '2013-01-01', null]]),
  ...spans('SK', 'GST', [['5', start, null]]),
  ...spans('SK', 'PST', [
    ['5', start, '2017-03-22'],
    ['6', '2017-03-23', null],
  ]),
  ...spans('YT', 'GST', [['5', start, null]]),
];

/** The first day that the table knows. */
export const ratesSince: Day = start;

/** The taxes of a province on a day, federal first. */
export function taxRatesOn(province: Province, day: Day): readonly TaxRate[] {
  return taxRates.filter((each) => each.province === province && each.from <= day && (each.to ?? day) >= day);
}

export function findTaxRate(province: Province, day: Day, tax: TaxName): TaxRate | undefined {
  return taxRatesOn(province, day).find((each) => each.tax === tax);
}
