import { Fault, z } from '@invoicepatch/sdk';
import { type Day, daysBetween, isDay } from '../calendar/day.ts';
import { type Decimal, decimal, roundCents } from '../money/decimal.ts';

/** Canadian dollars for one unit of a currency on a business day. */
export interface ExchangeRate {
  readonly day: Day;
  /** ISO 4217 */
  readonly currency: string;
  /** As published, decimal text. */
  readonly rate: string;
  readonly source: 'bank-of-canada' | 'manual';
}

const observation = z.record(z.string(), z.unknown());
const valet = z.looseObject({ observations: z.array(observation).max(20_000) });
const series = /^FX([A-Z]{3})CAD$/;
const rateText = /^\d{1,9}(\.\d{1,10})?$/;

/**
 * The rates in an answer of the Bank of Canada's Valet service, or in a file saved from it:
 * `{observations: [{d: "2026-09-25", FXUSDCAD: {v: "1.4145"}}]}`. A day without a rate is left out by the bank.
 */
export function parseValet(answer: unknown): readonly ExchangeRate[] {
  const parsed = valet.safeParse(answer);
  if (!parsed.success) throw unreadable('It holds no list of observations');
  return parsed.data.observations.flatMap((each, at) => {
    const day = each['d'];
    if (typeof day !== 'string' || !isDay(day)) throw unreadable(`Observation ${at + 1} has no day "d"`);
    return Object.entries(each).flatMap(([name, value]) => {
      const currency = series.exec(name)?.[1];
      return currency === undefined ? [] : rateOf({ day, currency, value });
    });
  });
}

function rateOf(at: { readonly day: Day; readonly currency: string; readonly value: unknown }): ExchangeRate[] {
  const text = z.looseObject({ v: z.string() }).safeParse(at.value).data?.v;
  if (text === undefined || text === '') return [];
  if (!rateText.test(text) || Number(text) === 0)
    throw unreadable(`The rate of ${at.currency} on ${at.day} is no number`);
  return [{ day: at.day, currency: at.currency, rate: text, source: 'bank-of-canada' }];
}

function unreadable(what: string): Fault {
  return new Fault(
    'invalid',
    'billing.bad-exchange-rates',
    `The exchange rates can't be read. ${what}. Give an answer of the Bank of Canada's Valet service in JSON.`,
  );
}

/** The longest run of days without a business day is four; beyond this, rates are missing rather than not published. */
const longestPauseDays = 7;

/** The rate of a day, else of the nearest earlier business day that has one. */
export function findExchangeRate(
  rates: readonly ExchangeRate[],
  wanted: { readonly currency: string; readonly day: Day },
): ExchangeRate | undefined {
  const usable = rates.filter(({ currency, day }) => currency === wanted.currency && day <= wanted.day);
  const latest = usable.reduce<ExchangeRate | undefined>(
    (best, each) => (best === undefined || each.day > best.day ? each : best),
    undefined,
  );
  return latest === undefined || daysBetween(latest.day, wanted.day) > longestPauseDays ? undefined : latest;
}

export interface Converted {
  readonly cad: Decimal;
  /** To be stored with the document: one rate per document, tax is converted with the same. */
  readonly rate: ExchangeRate;
}

/** An amount of a day in Canadian dollars, to the cent. */
export function convertToCad(
  money: { readonly amount: Decimal; readonly currency: string; readonly day: Day },
  rates: readonly ExchangeRate[],
): Converted {
  if (money.currency === 'CAD') {
    return { cad: roundCents(money.amount), rate: { day: money.day, currency: 'CAD', rate: '1', source: 'manual' } };
  }
  const rate = findExchangeRate(rates, money);
  if (rate === undefined) {
    throw new Fault(
      'invalid',
      'billing.no-exchange-rate',
      `There is no rate for ${money.currency} on ${money.day} or in the week before. Load the bank's rates for those days.`,
    );
  }
  return { cad: roundCents(money.amount.times(decimal(rate.rate))), rate };
}
