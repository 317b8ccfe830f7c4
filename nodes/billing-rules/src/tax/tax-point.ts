import { addMonths, type Day, endOfMonth } from '../calendar/day.ts';

/** What is known about when a supply is billed and paid; leave out what has not happened. */
export interface SupplyDates {
  /** When the invoice is issued, and the date it bears. */
  readonly issued?: Day;
  readonly dated?: Day;
  /** When it would have been issued but for undue delay. */
  readonly withoutDelay?: Day;
  /** When the written contract requires payment. */
  readonly contractDue?: Day;
  readonly paid?: Day;
  /** When the work was substantially complete: what is unbilled then is taxed by the end of the following month. */
  readonly substantiallyComplete?: Day;
}

function earliest(days: readonly (Day | undefined)[]): Day | undefined {
  return days.filter((day) => day !== undefined).sort()[0];
}

/** The day on which tax becomes payable: the earlier of paid and due (ETA 168), `undefined` while neither is known. */
export function taxPointOf(dates: SupplyDates): Day | undefined {
  const { substantiallyComplete: complete } = dates;
  const latest = complete === undefined ? undefined : endOfMonth(addMonths(complete, 1));
  return earliest([dates.issued, dates.dated, dates.withoutDelay, dates.contractDue, dates.paid, latest]);
}

/** Tax on a holdback is payable when it is paid or its period ends, whichever is first (ETA 168(7)). */
export function holdbackTaxPoint(dates: { readonly paid?: Day; readonly periodEnds?: Day }): Day | undefined {
  return earliest([dates.paid, dates.periodEnds]);
}
