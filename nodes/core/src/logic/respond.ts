import { defineControl, json, z } from '@invoicepatch/sdk';

export const respond = defineControl({
  id: 'core.respond',
  version: 1,
  title: 'Answer the sender',
  summary: 'Gives the answer to a request that waits for one.',
  fr: { title: "Répondre à l'expéditeur", summary: 'Donne la réponse à une requête qui en attend une.' },
  keywords: ['response', 'reply', 'webhook', 'réponse'],
  ports: ['out'],
  responds: true,
  passes: 'input',
  config: z.strictObject({}),
  input: z.strictObject({
    status: z
      .number()
      .int()
      .min(200)
      .max(599)
      .default(200)
      .meta({ title: 'Status', fr: 'Statut', examples: [200] }),
    body: json.default(null).meta({ title: 'Body', fr: 'Corps', examples: [{ accepted: true }] }),
  }),
  decide: ({ input }) => ({ kind: 'go', port: 'out', output: { status: input.status, body: input.body } }),
});
