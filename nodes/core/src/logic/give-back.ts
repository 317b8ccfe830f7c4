import { defineControl, json, z } from '@invoicepatch/sdk';

export const giveBack = defineControl({
  id: 'core.give-back',
  version: 1,
  title: 'Give back to the calling flow',
  summary: 'What is given to this step is what the flow that called this one goes on with.',
  fr: {
    title: 'Renvoyer au flux appelant',
    summary: 'Ce qui est donné à cette étape est ce avec quoi le flux appelant continue.',
  },
  keywords: ['return', 'output', 'result', 'sub-flow', 'renvoyer', 'résultat'],
  ports: ['out'],
  returns: true,
  passes: 'input',
  config: z.strictObject({}),
  input: json.meta({ title: 'Result', fr: 'Résultat' }),
  decide: ({ input }) => ({ kind: 'go', port: 'out', output: input }),
});
