import { defineLoop, z } from '@invoicepatch/sdk';

export const forEach = defineLoop({
  id: 'core.for-each',
  version: 1,
  title: 'Repeat for each item',
  summary: 'Runs the steps inside once for each item of a list.',
  fr: {
    title: 'Répéter pour chaque élément',
    summary: 'Exécute les étapes intérieures une fois par élément de la liste.',
  },
  keywords: ['loop', 'list', 'foreach', 'boucle', 'liste'],
  config: z.strictObject({
    items: z
      .string()
      .min(1)
      .max(100_000)
      .default('$')
      .meta({ title: 'List', fr: 'Liste', format: 'jsonata', examples: ['$', 'lines[amount > 0]'] }),
  }),
  items: (config) => ({ language: 'jsonata', source: config.items }),
});
