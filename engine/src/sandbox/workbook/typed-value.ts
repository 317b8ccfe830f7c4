import type { WorkbookColumn } from '@invoicepatch/sdk';
import { parseDateText, toDate } from './read-date.ts';
import { parseDecimalText, toDecimalText } from './read-decimal.ts';
import { parseTimeText, toTime } from './read-time.ts';
import type { Cell } from './sheet-rows.ts';

export type TypedValue =
  | { readonly kind: 'value'; readonly value: string }
  /** `reason` continues "Cell E17 ". */
  | { readonly kind: 'problem'; readonly reason: string };

const value = (text: string): TypedValue => ({ kind: 'value', value: text });
const problem = (reason: string): TypedValue => ({ kind: 'problem', reason });

/** What a person sees in the cell, for a message. */
export function showCell(cell: Cell | undefined, from1904: boolean): string {
  if (cell === undefined || cell.kind === 'uncalculated') return '';
  if (cell.kind === 'text') return cell.text.slice(0, 100);
  if (cell.kind === 'error') return cell.error.slice(0, 100);
  if (cell.kind === 'boolean') return cell.value ? 'TRUE' : 'FALSE';
  if (cell.shown === 'date') return toDate(cell.value, from1904) ?? toDecimalText(cell.value);
  return (cell.shown === 'time' ? toTime(cell.value) : undefined) ?? toDecimalText(cell.value);
}

function readDecimal(cell: Cell, found: string): TypedValue {
  if (cell.kind === 'number' && cell.shown === 'number') return value(toDecimalText(cell.value));
  if (cell.kind === 'number')
    return problem(`holds a ${cell.shown} (${found}) where a number is expected. Write a number such as 7.5.`);
  const decimal = cell.kind === 'text' ? parseDecimalText(cell.text) : undefined;
  if (decimal !== undefined) return value(decimal);
  if (/^-?\d{1,3},\d{3}$/.test(found)) {
    return problem(
      `holds "${found}", which could mean a decimal comma or thousands. Write it as a number without a comma.`,
    );
  }
  return problem(`holds "${found}", which is not a number. Write a number such as 7.5, without words or units.`);
}

function readDate(cell: Cell, found: string, from1904: boolean): TypedValue {
  const hint = 'Write it as 2026-11-02.';
  if (cell.kind === 'number') {
    const date = cell.shown === 'date' ? toDate(cell.value, from1904) : undefined;
    return date === undefined ? problem(`holds "${found}", which is not formatted as a date. ${hint}`) : value(date);
  }
  const parsed = cell.kind === 'text' ? parseDateText(cell.text) : undefined;
  if (parsed?.kind === 'date') return value(parsed.date);
  if (parsed?.kind === 'ambiguous')
    return problem(`holds "${found}", where day and month could be either way round. ${hint}`);
  return problem(`holds "${found}", which is not a date. ${hint}`);
}

function readTime(cell: Cell, found: string): TypedValue {
  const hint = 'Write it as 08:30.';
  if (cell.kind === 'number' && cell.shown === 'time' && cell.value >= 1) {
    return problem(`holds a duration of a day or more where a time of day is expected. ${hint}`);
  }
  const isClock = cell.kind === 'number' && cell.shown !== 'number';
  const time = isClock ? toTime(cell.value) : cell.kind === 'text' ? parseTimeText(cell.text) : undefined;
  return time === undefined ? problem(`holds "${found}", which is not a time of day. ${hint}`) : value(time);
}

/** Reads a cell as what its column asks for; what could be read in two ways is a problem, never a guess. */
export function readCell(cell: Cell, type: WorkbookColumn['type'], from1904: boolean): TypedValue {
  const found = showCell(cell, from1904);
  if (cell.kind === 'error')
    return problem(`holds the error ${found}. Correct its formula, save, and send the file again.`);
  if (cell.kind === 'uncalculated') {
    return problem('holds a formula without a stored result. Open the file in Excel, save it, and send it again.');
  }
  switch (type) {
    case 'text':
      return value(cell.kind === 'text' ? cell.text : found);
    case 'decimal':
      return readDecimal(cell, found);
    case 'date':
      return readDate(cell, found, from1904);
    case 'time':
      return readTime(cell, found);
  }
}
