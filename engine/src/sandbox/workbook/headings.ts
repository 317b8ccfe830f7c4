import type { WorkbookColumn } from '@invoicepatch/sdk';
import { columnLetters, type SheetRow } from './sheet-rows.ts';
import { showCell } from './typed-value.ts';
import { WorkbookFailure } from './workbook-failure.ts';

export interface PlacedColumn {
  readonly column: WorkbookColumn;
  /** From 1; `undefined` for an optional column that the sheet doesn't have. */
  readonly at: number | undefined;
  /** As the sheet spells it. */
  readonly heading: string;
}

/** Headings are compared without case, accents and spaces. */
function simplify(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s/gu, '').toLowerCase();
}

function listHeadings(row: SheetRow): Map<number, string> {
  return new Map([...row.cells].map(([at, cell]) => [at, showCell(cell, false)]));
}

function refuseDoubles(row: SheetRow, { headings }: WorkbookColumn, places: readonly number[]): void {
  if (places.length < 2) return;
  const cells = places.map((at) => `${columnLetters(at)}${row.number}`);
  throw new WorkbookFailure(
    'doubled-columns',
    `The heading "${headings[0]}" occurs more than once: in ${cells.join(' and ')}. Rename or remove one.`,
    { cells },
  );
}

/** Finds each column in a row, or `undefined` when the row lacks a required one. */
export function placeColumns(row: SheetRow, columns: readonly WorkbookColumn[]): readonly PlacedColumn[] | undefined {
  const found = listHeadings(row);
  const matches = columns.map((column) => {
    const wanted = new Set(column.headings.map(simplify));
    const places = [...found].filter(([, heading]) => wanted.has(simplify(heading))).map(([at]) => at);
    return { column, places };
  });
  if (matches.some(({ column, places }) => column.required && places.length === 0)) return undefined;
  return matches.map(({ column, places }) => {
    refuseDoubles(row, column, places);
    const [at] = places;
    return {
      column,
      at,
      heading: (at === undefined ? undefined : found.get(at)) ?? column.headings[0] ?? column.field,
    };
  });
}

/** Says which columns are missing, beside the row that comes closest. */
export function missingColumns(
  sheet: string,
  rows: readonly SheetRow[],
  columns: readonly WorkbookColumn[],
): WorkbookFailure {
  const required = columns.filter((column) => column.required);
  const lacks = (row: SheetRow) => required.filter((column) => placeColumns(row, [column]) === undefined);
  const closest = [...rows].sort((a, b) => lacks(a).length - lacks(b).length)[0];
  const missing = (closest === undefined ? required : lacks(closest)).map(
    ({ headings, field }) => headings[0] ?? field,
  );
  const found = closest === undefined ? [] : [...listHeadings(closest).values()].slice(0, 40);
  const quote = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  const message =
    closest === undefined
      ? `The sheet "${sheet}" is empty in its first rows. It needs the headings ${quote(missing)}.`
      : `The sheet "${sheet}" lacks the headings ${quote(missing)}. Row ${closest.number} has: ${quote(found)}.`;
  return new WorkbookFailure('missing-columns', message, { sheet, missing, found });
}
