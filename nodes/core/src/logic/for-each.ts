import { defineLoop, z } from '@invoicepatch/sdk';

export const forEach = defineLoop({
  id: 'core.for-each',
  version: 1,
  title: 'Repeat for each item',
  summary: 'Runs the steps inside once for each item of a list, or for each batch of items.',
  fr: {
    title: 'Répéter pour chaque élément',
    summary: 'Exécute les étapes intérieures une fois par élément de la liste, ou par lot d’éléments.',
  },
  keywords: ['loop', 'list', 'foreach', 'batch', 'boucle', 'liste', 'lot'],
  config: z.strictObject({
    items: z
      .string()
      .min(1)
      .max(100_000)
      .default('$')
      .meta({ title: 'List', fr: 'Liste', format: 'jsonata', examples: ['$', 'lines[amount > 0]'] }),
    concurrency: z
      .number()
      .int()
      .min(1)
      .max(1_000)
      .optional()
      .meta({
        title: 'Items at once',
        fr: 'Éléments à la fois',
        description: 'With 1, each item begins when the one before has ended, waits included.',
        examples: [5],
      }),
    batchSize: z
      .number()
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({
        title: 'Items in a batch',
        fr: 'Éléments par lot',
        description: 'When set, the steps inside are given lists of up to so many items instead of one item.',
        examples: [30],
      }),
    onItemError: z.enum(['stop', 'continue', 'collect']).default('stop').meta({
      title: 'When an item fails',
      fr: 'Quand un élément échoue',
      description:
        'Stop: the loop fails. Continue: the item gives null. Collect: the output is { results, errors, total, succeeded, failed }.',
    }),
    output: z.enum(['list', 'summary']).default('list').meta({
      title: 'Hands on',
      fr: 'Transmet',
      description: 'The list of what the items gave, or only how many there were. Long lists are better summed up.',
    }),
  }),
  items: (config) => ({ language: 'jsonata', source: config.items }),
  policy: ({ concurrency, batchSize, onItemError, output }) => ({ concurrency, batchSize, onItemError, output }),
});
