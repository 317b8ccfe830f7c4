import { defineEvaluation, json, z } from '@invoicepatch/sdk';

export const rule = defineEvaluation({
  id: 'core.rule',
  version: 1,
  title: 'Check a rule',
  summary: 'Sends what came in by the way out "true" or "false", as a JSON logic rule decides.',
  fr: {
    title: 'Vérifier une règle',
    summary: 'Dirige ce qui est reçu vers la sortie « vrai » ou « faux », selon une règle JSON Logic.',
  },
  keywords: ['if', 'condition', 'json logic', 'branch', 'si', 'embranchement'],
  config: z.strictObject({
    logic: json.meta({
      title: 'Rule',
      fr: 'Règle',
      format: 'json-logic',
      examples: [{ '>': [{ var: 'total' }, 1000] }],
    }),
  }),
  field: 'logic',
  program: (config) => ({ language: 'json-logic', source: JSON.stringify(config.logic) }),
  result: 'branch',
});
