import type { WorkbookColumn, WorkbookProblem, WorkbookRows } from '@invoicepatch/sdk';
import type { WorkbookLimits } from '../sandbox-limits.ts';
import { missingColumns, type PlacedColumn, placeColumns } from './headings.ts';
import { columnLetters, type SheetRow } from './sheet-rows.ts';
import { readCell, showCell } from './typed-value.ts';
import { WorkbookFailure } from './workbook-failure.ts';

export interface CollectorOptions {
  readonly sheet: string;
  readonly columns: readonly WorkbookColumn[];
  readonly limits: WorkbookLimits;
  readonly from1904: boolean;
}

const headingRows = 20;

/** Finds the heading row, then sorts the rows below it into good ones and problems. */
export class RowCollector {
  readonly #options: CollectorOptions;
  readonly #rows: Record<string, string | number | null>[] = [];
  readonly #problems: WorkbookProblem[] = [];
  #above: SheetRow[] = [];
  #placed: readonly PlacedColumn[] | undefined;
  #rowCount = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  add(row: SheetRow): void {
    this.#checkWidth(row);
    if (this.#placed === undefined) this.#lookForHeadings(row);
    else this.#addBelow(row, this.#placed);
  }

  #addBelow(row: SheetRow, placed: readonly PlacedColumn[]): void {
    this.#rowCount += 1;
    const { rows } = this.#options.limits;
    if (this.#rowCount > rows) {
      throw new WorkbookFailure(
        'too-many-rows',
        `The sheet has more than ${rows} rows below its headings. Split the file into smaller ones.`,
        { rows },
      );
    }
    this.#read(row, placed);
  }

  finish(): WorkbookRows {
    const { sheet, columns } = this.#options;
    if (this.#placed === undefined) throw missingColumns(sheet, this.#above, columns);
    return { sheet, rows: this.#rows, problems: this.#problems, rowCount: this.#rowCount };
  }

  #lookForHeadings(row: SheetRow): void {
    const { sheet, columns } = this.#options;
    if (row.number > headingRows) throw missingColumns(sheet, this.#above, columns);
    this.#placed = placeColumns(row, columns);
    this.#above.push(row);
    if (this.#placed !== undefined) this.#above = [];
  }

  #read(row: SheetRow, placed: readonly PlacedColumn[]): void {
    const before = this.#problems.length;
    const fields = placed.map((place): [string, string | null] => [place.column.field, this.#readField(row, place)]);
    if (this.#problems.length === before)
      this.#rows.push(Object.fromEntries<string | number | null>([...fields, ['row', row.number]]));
  }

  #readField(row: SheetRow, { column, at, heading }: PlacedColumn): string | null {
    const { from1904 } = this.#options;
    const cell = at === undefined ? undefined : row.cells.get(at);
    if (cell === undefined && !column.required) return null;
    const read =
      cell === undefined
        ? { kind: 'problem' as const, reason: 'is empty. Fill it in, or remove the whole row.' }
        : readCell(cell, column.type, from1904);
    if (read.kind === 'value') return read.value;
    const reason = `Cell ${columnLetters(at ?? 1)}${row.number} ${read.reason}`;
    this.#problems.push({ row: row.number, heading, reason, found: showCell(cell, from1904) });
    return null;
  }

  #checkWidth(row: SheetRow): void {
    const { columns } = this.#options.limits;
    for (const at of row.cells.keys()) {
      if (at <= columns) continue;
      const cell = `${columnLetters(at)}${row.number}`;
      throw new WorkbookFailure(
        'too-many-columns',
        `Cell ${cell} is beyond the ${columns} columns that a sheet may have. Remove what stands there.`,
        { cell, columns },
      );
    }
  }
}
