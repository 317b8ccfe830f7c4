import { type Day, toNumber } from '../calendar/day.ts';
import { type Decimal, decimal, decimalOrZero, sum } from '../money/decimal.ts';
import { minutesOf, toEpochMinute } from '../zones/zone.ts';
import type { CheckDocument, DocumentEntry, DocumentLine, PastInvoice } from './document.ts';
import type { Limits } from './limits.ts';

/** A time entry with its numbers read once. */
export interface EntryFacts {
  readonly entry: DocumentEntry;
  /** `time_entries[3]` */
  readonly place: string;
  readonly hours: Decimal;
  /** Start and end in minutes, in one count for all entries; `undefined` when only hours are known. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
}

/** A line with its numbers read once. */
export interface LineFacts {
  readonly line: DocumentLine;
  /** `invoice.lines[2]` */
  readonly place: string;
  readonly amount: Decimal;
  readonly qty: Decimal | undefined;
  readonly rate: Decimal | undefined;
  readonly entries: readonly EntryFacts[];
  /** Paid in the client's name or exempt: carries no tax. */
  readonly untaxed: boolean;
}

/** A document made ready: what several rules ask is worked out once. */
export interface Context {
  readonly document: CheckDocument;
  readonly limits: Limits;
  readonly lines: readonly LineFacts[];
  readonly labour: readonly LineFacts[];
  readonly entries: readonly EntryFacts[];
  /** Entries that the invoice's lines bill, each once. */
  readonly billed: readonly EntryFacts[];
  /** Ids of entries whose weekend or holiday was agreed to: on the entry, its line, the invoice or the contract. */
  readonly agreed: ReadonlySet<string>;
  /** Invoices of the same vendor that are not void. */
  readonly history: readonly PastInvoice[];
  readonly subtotal: Decimal;
  readonly holdback: Decimal;
  readonly total: Decimal;
  readonly taxTotal: Decimal;
  readonly lineSum: Decimal;
}

function spanOf({ date, start, end }: DocumentEntry, zone: string | undefined): EntryFacts['span'] {
  if (start === undefined || end === undefined) return undefined;
  const [first, last] = [minutesOf(start), minutesOf(end)];
  const at = (minute: number) =>
    zone === undefined ? toNumber(date) * 1_440 + minute : toEpochMinute({ day: date, minute }, zone, 'first');
  return { from: at(first), to: at(last <= first ? last + 1_440 : last) };
}

const untaxedKinds: ReadonlySet<string> = new Set(['agent', 'exempt', 'zero-rated']);

function isUntaxed({ kind, category, agent, supply }: DocumentLine): boolean {
  return agent === true || [kind, category, supply].some((word) => word !== undefined && untaxedKinds.has(word));
}

function isVoid({ status, void: gone }: PastInvoice): boolean {
  return gone === true || status === 'void' || status === 'voided' || status === 'cancelled';
}

export function prepare(document: CheckDocument, limits: Limits): Context {
  const { invoice, contract, vendor } = document;
  const entries = document.time_entries.map((entry, at) => ({
    entry,
    place: `time_entries[${at}]`,
    hours: decimal(entry.hours),
    span: spanOf(entry, contract.zone),
  }));
  const byId = new Map(entries.map((each) => [each.entry.id, each]));
  const lines = invoice.lines.map((line, at) => ({
    line,
    place: `invoice.lines[${at}]`,
    amount: decimal(line.amount),
    qty: line.qty === undefined ? undefined : decimal(line.qty),
    rate: line.rate === undefined ? undefined : decimal(line.rate),
    entries: line.entries.flatMap((id) => byId.get(id) ?? []),
    untaxed: isUntaxed(line),
  }));
  const wholly = contract.preapproved === true || invoice.preapproved === true;
  const agreed = lines.flatMap(({ line, entries: own }) =>
    own.filter(({ entry }) => wholly || line.preapproved === true || entry.preapproved === true),
  );
  return {
    document,
    limits,
    lines,
    agreed: new Set(agreed.map(({ entry }) => entry.id)),
    labour: lines.filter(({ line }) => line.kind === 'labour'),
    entries,
    billed: [...new Set(lines.flatMap((line) => line.entries))],
    history: document.history.filter((past) => past.vendor === vendor.id && !isVoid(past)),
    subtotal: decimalOrZero(invoice.subtotal),
    holdback: decimalOrZero(invoice.holdback),
    total: decimalOrZero(invoice.total),
    taxTotal: sum(invoice.taxes.map(({ amount }) => decimal(amount))),
    lineSum: sum(lines.map(({ amount }) => amount)),
  };
}

/** The last day worked on for a line; the end of the period, or the invoice's date, where no entry says it. */
export function lastWorkDay({ entries }: LineFacts, { invoice }: CheckDocument): Day {
  const days = entries.map(({ entry }) => entry.date).sort();
  return days.at(-1) ?? invoice.period_to ?? invoice.date;
}

/** Upper case, letters and digits only, without the zeros that lead a run of digits: `inv 02041` is `INV2041`. */
export function normalizeInvoiceNumber(number: string | undefined): string {
  const plain = (number ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return plain.replaceAll(/(?<!\d)0+(?=\d)/g, '');
}
