import { defineAction, json, Untrusted, z } from '@invoicepatch/sdk';
import { quickBooks } from '../auth.ts';
import { selectRows } from '../books.ts';

export const query = defineAction({
  id: 'quickbooks-online.query',
  version: 1,
  title: 'Query QuickBooks',
  summary: 'Reads objects with a select statement, page by page until a limit.',
  fr: {
    title: 'Interroger QuickBooks',
    summary: 'Lit des objets avec une instruction select, page par page jusqu’à une limite.',
  },
  keywords: ['select', 'search', 'list', 'recherche', 'requête'],
  effect: { kind: 'read' },
  auth: quickBooks,
  input: z.strictObject({
    query: z
      .string()
      .trim()
      .max(4_000)
      .regex(/^select\s/i, 'Begin the query with “select”; QuickBooks queries only read.')
      .refine(
        (text) => !/\b(startposition|maxresults)\s+\d/i.test(text),
        'Leave out startposition and maxresults: this step pages by itself. Use the limit.',
      )
      .meta({ title: 'Query', fr: 'Requête', examples: ["select * from Invoice where TxnDate >= '2026-11-01'"] }),
    limit: z
      .number()
      .int()
      .min(1)
      .max(50_000)
      .default(1_000)
      .meta({ title: 'At most this many', fr: 'Nombre maximal', examples: [1_000] }),
  }),
  output: z.strictObject({
    rows: z.array(json).meta({ title: 'Rows', fr: 'Lignes', examples: [[{ Id: '145', DocNumber: '1045' }]] }),
    total: z
      .number()
      .optional()
      .meta({ title: 'Answer to select count(*)', fr: 'Réponse à select count(*)', examples: [12] }),
    complete: z.boolean().meta({ title: 'Is the list complete?', fr: 'La liste est-elle complète?', examples: [true] }),
  }),
  run: async ({ input, ...books }) => {
    const { rows, total, complete } = await selectRows(books, input.query, input.limit);
    return { rows: new Untrusted(rows).as(z.array(json)), ...(total === undefined ? {} : { total }), complete };
  },
});
