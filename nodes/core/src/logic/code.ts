import { defineEvaluation, z } from '@invoicepatch/sdk';

export const code = defineEvaluation({
  id: 'core.code',
  version: 1,
  title: 'Run JavaScript',
  summary: 'Makes new data from what came in, with a few lines of JavaScript that reach nothing else.',
  fr: {
    title: 'Exécuter du JavaScript',
    summary:
      "Produit de nouvelles données à partir de ce qui est reçu, avec quelques lignes de JavaScript qui n'ont accès à rien d'autre.",
  },
  keywords: ['javascript', 'code', 'script', 'function', 'fonction', 'programme'],
  config: z.strictObject({
    code: z
      .string()
      .min(1)
      .max(100_000)
      .meta({
        title: 'Code',
        fr: 'Code',
        description:
          'The body of a function. "input" is what came in; $nodes, $trigger, $run and $parameters are there as in expressions, and $item and $index in a loop. What it returns goes on. Nothing can be waited for.',
        format: 'javascript',
        examples: ['return { total: input.lines.reduce((sum, line) => sum + line.amount, 0) };'],
      }),
  }),
  field: 'code',
  program: (config) => ({ language: 'javascript', source: config.code }),
  result: 'value',
});
