import { defineEvaluation, z } from '@invoicepatch/sdk';

export const transform = defineEvaluation({
  id: 'core.transform',
  version: 1,
  title: 'Transform the data',
  summary: 'Makes new data from what came in, with one JSONata expression.',
  fr: {
    title: 'Transformer les données',
    summary: 'Produit de nouvelles données à partir de ce qui est reçu, avec une expression JSONata.',
  },
  keywords: ['jsonata', 'map', 'mapping', 'correspondance', 'conversion'],
  config: z.strictObject({
    expression: z
      .string()
      .min(1)
      .max(100_000)
      .meta({
        title: 'Expression',
        fr: 'Expression',
        format: 'jsonata',
        examples: ["{ 'total': $sum(lines.amount) }"],
      }),
  }),
  field: 'expression',
  program: (config) => ({ language: 'jsonata', source: config.expression }),
  result: 'value',
});
