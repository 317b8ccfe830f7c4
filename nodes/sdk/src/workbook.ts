import { z } from 'zod';

/** A column that a sheet must or may have, found by its heading in any of its spellings. */
export const workbookColumn = z.strictObject({
  /** The field's name in the rows that come out. */
  field: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,62}$/)
    .meta({ title: 'Field', fr: 'Champ' }),
  /** Headings that mean this column, compared without case, accents and spaces. */
  headings: z.array(z.string().min(1).max(100)).min(1).max(20).meta({ title: 'Headings', fr: 'En-têtes' }),
  type: z.enum(['text', 'decimal', 'date', 'time']).meta({ title: 'Type', fr: 'Type' }),
  required: z.boolean().default(true).meta({ title: 'Required', fr: 'Obligatoire' }),
});
export type WorkbookColumn = z.output<typeof workbookColumn>;

export interface WorkbookRequest {
  /** Id of an accepted file of this tenant. */
  readonly fileId: string;
  /** Sheet name; the first sheet when absent. */
  readonly sheet?: string;
  readonly columns: readonly WorkbookColumn[];
}

/** A row with at least one fault in it: kept apart, never dropped. `row` is the number that a person sees in Excel. */
export interface WorkbookProblem {
  readonly row: number;
  readonly heading: string;
  readonly reason: string;
  /** What the cell holds, as text, cut to 100 characters. */
  readonly found: string;
}

export interface WorkbookRows {
  readonly sheet: string;
  /** Good rows; decimals and dates are text (`"7.50"`, `"2026-11-02"`), `row` is the Excel row number. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly problems: readonly WorkbookProblem[];
  /** Rows below the heading that hold anything. */
  readonly rowCount: number;
}

/** Reads a spreadsheet in the sandbox, within limits of size, rows, memory and time. */
export interface WorkbookReader {
  read(request: WorkbookRequest): Promise<WorkbookRows>;
}
