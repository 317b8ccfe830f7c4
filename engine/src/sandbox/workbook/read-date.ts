const dayMs = 86_400_000;
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
const lastSerial = 2_958_465;
/** Excel believes that 1900 was a leap year: its day 60 never was. */
const day60 = 60;

/** ISO date of Excel's day number. */
export function toDate(serial: number, from1904: boolean): string | undefined {
  const day = Math.floor(serial);
  if (day > lastSerial || day < (from1904 ? 0 : 1) || (!from1904 && day === day60)) return undefined;
  const shifted = !from1904 && day < day60 ? day + 1 : day;
  return new Date((from1904 ? epoch1904 : epoch1900) + shifted * dayMs).toISOString().slice(0, 10);
}

function toIso(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && year <= 9999 ? date.toISOString().slice(0, 10) : undefined;
}

export type DateText =
  | { readonly kind: 'date'; readonly date: string }
  /** Day and month could be meant either way. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unclear' };

function fromParts(year: number, month: number, day: number): DateText {
  const date = toIso(year, month, day);
  return date === undefined ? { kind: 'unclear' } : { kind: 'date', date };
}

/** `2026-11-02`, `2026/11/2`, `25/03/2026`; `03/04/2026` is two different days and stays a question. */
export function parseDateText(text: string): DateText {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(text);
  if (yearFirst !== null) return fromParts(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  if (yearLast === null) return { kind: 'unclear' };
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3])];
  if (first <= 12 && second <= 12 && first !== second) return { kind: 'ambiguous' };
  return first > 12 ? fromParts(year, second, first) : fromParts(year, first, second);
}
