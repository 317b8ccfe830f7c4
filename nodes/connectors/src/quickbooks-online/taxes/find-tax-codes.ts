import { defineAction, z } from '@invoicepatch/sdk';
import { toRateText, wireNumber } from '../amounts.ts';
import { quickBooks } from '../auth.ts';
import { reference, select } from '../books.ts';
import { parseDecimal, sum, toShortText, zero } from '../decimal.ts';

const codeRow = z.object({
  Id: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  Active: z.boolean().default(true),
  SalesTaxRateList: z.object({ TaxRateDetail: z.array(z.object({ TaxRateRef: reference })).default([]) }).optional(),
});

const rateRow = z.object({ Id: z.string(), Name: z.string(), RateValue: wireNumber });

const rate = z.strictObject({
  id: z.string().meta({ title: 'Tax rate id', fr: 'Numéro du taux', examples: ['3'] }),
  name: z.string().meta({ title: 'Name', fr: 'Nom', examples: ['HST ON'] }),
  percent: z.string().meta({ title: 'Percent', fr: 'Pourcentage', examples: ['13'] }),
});

const taxCode = z.strictObject({
  id: z.string().meta({ title: 'Tax code id', fr: 'Numéro du code de taxe', examples: ['2'] }),
  name: z.string().meta({ title: 'Name', fr: 'Nom', examples: ['HST ON'] }),
  description: z
    .string()
    .optional()
    .meta({ title: 'Description', fr: 'Description', examples: ['HST ON 13%'] }),
  active: z.boolean().meta({ title: 'Active', fr: 'Actif', examples: [true] }),
  percent: z
    .string()
    .meta({ title: 'All its rates together, in percent', fr: 'Total des taux, en pourcentage', examples: ['13'] }),
  rates: z.array(rate).meta({ title: 'Rates', fr: 'Taux', examples: [[{ id: '3', name: 'HST ON', percent: '13' }]] }),
});

type RateRow = z.output<typeof rateRow>;

function toTaxCode(row: z.output<typeof codeRow>, ratesById: ReadonlyMap<string, RateRow>): z.output<typeof taxCode> {
  const rows = (row.SalesTaxRateList?.TaxRateDetail ?? []).flatMap(
    ({ TaxRateRef: ref }) => ratesById.get(ref.value) ?? [],
  );
  return {
    id: row.Id,
    name: row.Name,
    ...(row.Description === undefined ? {} : { description: row.Description }),
    active: row.Active,
    percent: toShortText(sum(rows.map((each) => parseDecimal(each.RateValue) ?? zero))),
    rates: rows.map((each) => ({ id: each.Id, name: each.Name, percent: toRateText(each.RateValue) })),
  };
}

export const findTaxCodes = defineAction({
  id: 'quickbooks-online.find-tax-codes',
  version: 1,
  title: 'Find tax codes',
  summary:
    'Lists the sales tax codes of the connected company with their rates, since their ids differ in every company.',
  fr: {
    title: 'Trouver les codes de taxe',
    summary:
      'Liste les codes de taxe de vente de l’entreprise connectée avec leurs taux; leurs numéros diffèrent d’une entreprise à l’autre.',
  },
  keywords: ['tax', 'taxe', 'HST', 'GST', 'PST', 'QST', 'TVH', 'TPS', 'TVP', 'TVQ'],
  effect: { kind: 'read' },
  auth: quickBooks,
  input: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .optional()
      .meta({ title: 'Only the code with this name', fr: 'Seulement le code de ce nom', examples: ['HST ON'] }),
    includeInactive: z
      .boolean()
      .default(false)
      .meta({ title: 'Inactive codes too', fr: 'Aussi les codes inactifs', examples: [false] }),
  }),
  output: z.strictObject({
    taxCodes: z.array(taxCode).meta({
      title: 'Tax codes',
      fr: 'Codes de taxe',
      examples: [[{ id: '2', name: 'HST ON', active: true, percent: '13', rates: [] }]],
    }),
  }),
  run: async ({ input, ...books }) => {
    const states = input.includeInactive ? 'true, false' : 'true';
    const codes = await select(books, `select * from TaxCode where Active in (${states})`, {
      row: codeRow,
      limit: 5_000,
    });
    const rates = await select(books, 'select * from TaxRate where Active in (true, false)', {
      row: rateRow,
      limit: 5_000,
    });
    const ratesById = new Map(rates.map((row) => [row.Id, row]));
    const wanted = input.name?.toLowerCase();
    return {
      taxCodes: codes
        .filter((row) => wanted === undefined || row.Name.toLowerCase() === wanted)
        .map((row) => toTaxCode(row, ratesById)),
    };
  },
});
