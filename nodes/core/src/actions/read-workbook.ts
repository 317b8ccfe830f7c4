import { defineAction, workbookColumn, z } from '@invoicepatch/sdk';

const workbookProblem = z.strictObject({
  row: z.number().int().meta({ title: 'Row', fr: 'Ligne' }),
  heading: z.string().meta({ title: 'Heading', fr: 'En-tête' }),
  reason: z.string().meta({ title: 'Reason', fr: 'Motif' }),
  found: z.string().meta({ title: 'What the cell holds', fr: 'Contenu de la cellule' }),
});

export const readWorkbook = defineAction({
  id: 'core.read-workbook',
  version: 1,
  title: 'Read a spreadsheet',
  summary: 'Reads the rows of an Excel file by their headings and keeps the faulty rows apart.',
  fr: {
    title: 'Lire un classeur',
    summary: "Lit les lignes d'un fichier Excel selon leurs en-têtes et met de côté les lignes fautives.",
  },
  keywords: ['excel', 'xlsx', 'spreadsheet', 'timesheet', 'tableur', 'feuille de temps'],
  effect: { kind: 'read' },
  config: z.strictObject({
    sheet: z
      .string()
      .min(1)
      .max(31)
      .optional()
      .meta({ title: 'Sheet', fr: 'Feuille', description: 'The first sheet when empty.', examples: ['Hours'] }),
    columns: z
      .array(workbookColumn)
      .min(1)
      .max(100)
      .refine((columns) => new Set(columns.map((column) => column.field)).size === columns.length, {
        message: 'Two columns have the same field.',
      })
      .meta({ title: 'Columns', fr: 'Colonnes' }),
  }),
  input: z.object({ fileId: z.uuid().meta({ title: 'File id', fr: 'Identifiant du fichier' }) }),
  output: z.strictObject({
    sheet: z.string().meta({ title: 'Sheet', fr: 'Feuille' }),
    rows: z
      .array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
      .meta({ title: 'Good rows', fr: 'Lignes valides' }),
    problems: z.array(workbookProblem).meta({ title: 'Faulty rows', fr: 'Lignes fautives' }),
    rowCount: z.number().int().meta({ title: 'Rows in the sheet', fr: 'Lignes de la feuille' }),
  }),
  run: async ({ config, input, workbooks }) => {
    const { sheet, rows, problems, rowCount } = await workbooks.read({
      fileId: input.fileId,
      columns: config.columns,
      ...(config.sheet === undefined ? {} : { sheet: config.sheet }),
    });
    return { sheet, rows: [...rows], problems: [...problems], rowCount };
  },
});
