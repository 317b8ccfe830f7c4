import { defineControl, json, z } from '@invoicepatch/sdk';

export const approval = defineControl({
  id: 'core.approval',
  version: 1,
  title: 'Ask for approval',
  summary: 'Waits, for as long as it takes, until a person approves or rejects.',
  fr: {
    title: 'Demander une approbation',
    summary: "Attend, aussi longtemps qu'il le faut, qu'une personne approuve ou rejette.",
  },
  keywords: ['approve', 'human', 'decision', 'approuver', 'décision', 'autorisation'],
  ports: ['approved', 'rejected'],
  passes: 'incoming',
  config: z.strictObject({
    question: z
      .string()
      .min(1)
      .max(1_000)
      .meta({ title: 'Question', fr: 'Question', examples: ['Post this invoice to the books?'] }),
  }),
  input: json.meta({ title: 'What the person sees', fr: 'Ce que la personne voit' }),
  decide: ({ config, input, incoming, answer }) =>
    answer === undefined
      ? { kind: 'ask', question: config.question, details: input }
      : { kind: 'go', port: answer.port, output: incoming },
});
