import { defineAction, Untrusted, z } from '@invoicepatch/sdk';
import { toRateText, wireNumber } from '../amounts.ts';
import { quickBooks } from '../auth.ts';
import { quote, selectRows } from '../books.ts';

const itemRow = z.object({
  Id: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  Type: z.string().optional(),
  Active: z.boolean().default(true),
  UnitPrice: wireNumber.optional(),
});

const item = z.strictObject({
  id: z.string().meta({ title: 'Item id', fr: 'Numéro de l’article', examples: ['1'] }),
  name: z.string().meta({ title: 'Name', fr: 'Nom', examples: ['Labour – Regular'] }),
  description: z
    .string()
    .optional()
    .meta({ title: 'Description', fr: 'Description', examples: ['Regular hours'] }),
  type: z
    .string()
    .optional()
    .meta({ title: 'Type', fr: 'Type', examples: ['Service'] }),
  unitPrice: z
    .string()
    .optional()
    .meta({ title: 'Unit price', fr: 'Prix unitaire', examples: ['85'] }),
  active: z.boolean().meta({ title: 'Active', fr: 'Actif', examples: [true] }),
});

function toItem(row: z.output<typeof itemRow>): z.output<typeof item> {
  return {
    id: row.Id,
    name: row.Name,
    ...(row.Description === undefined ? {} : { description: row.Description }),
    ...(row.Type === undefined ? {} : { type: row.Type }),
    ...(row.UnitPrice === undefined ? {} : { unitPrice: toRateText(row.UnitPrice) }),
    active: row.Active,
  };
}

export const findItems = defineAction({
  id: 'quickbooks-online.find-items',
  version: 1,
  title: 'Find items',
  summary: 'Lists the products and services of the connected company.',
  fr: { title: 'Trouver les articles', summary: 'Liste les produits et services de l’entreprise connectée.' },
  keywords: ['item', 'article', 'product', 'produit', 'service'],
  effect: { kind: 'read' },
  auth: quickBooks,
  input: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({
        title: 'Only the item with this name',
        fr: 'Seulement l’article de ce nom',
        examples: ['Labour – Regular'],
      }),
    includeInactive: z
      .boolean()
      .default(false)
      .meta({ title: 'Inactive items too', fr: 'Aussi les articles inactifs', examples: [false] }),
    limit: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(1_000)
      .meta({ title: 'At most this many', fr: 'Nombre maximal', examples: [1_000] }),
  }),
  output: z.strictObject({
    items: z
      .array(item)
      .meta({ title: 'Items', fr: 'Articles', examples: [[{ id: '1', name: 'Labour – Regular', active: true }]] }),
    complete: z.boolean().meta({ title: 'Is the list complete?', fr: 'La liste est-elle complète?', examples: [true] }),
  }),
  run: async ({ input, ...books }) => {
    const states = input.includeInactive ? 'true, false' : 'true';
    const named = input.name === undefined ? '' : ` and Name = ${quote(input.name)}`;
    const { rows, complete } = await selectRows(
      books,
      `select * from Item where Active in (${states})${named}`,
      input.limit,
    );
    return { items: new Untrusted(rows).as(z.array(itemRow)).map(toItem), complete };
  },
});
