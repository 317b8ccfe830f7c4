import { defineNativeTrigger, json, z } from '@invoicepatch/sdk';

const field = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'A field is named with letters, digits and _.')
    .meta({ title: 'Name', fr: 'Nom' }),
  type: z.enum(['text', 'number', 'yes-no', 'list', 'object', 'any']).meta({ title: 'Type', fr: 'Type' }),
  required: z.boolean().default(true).meta({ title: 'Required', fr: 'Obligatoire' }),
});

export const called = defineNativeTrigger({
  id: 'core.called',
  version: 1,
  start: 'flow',
  title: 'When another flow calls',
  summary: 'Starts when a step of another flow runs this one.',
  fr: {
    title: "Lorsqu'un autre flux appelle",
    summary: "Démarre lorsqu'une étape d'un autre flux exécute celui-ci.",
  },
  keywords: ['sub-flow', 'subflow', 'called', 'child', 'sous-flux', 'appelé'],
  config: z.strictObject({
    fields: z.array(field).max(100).default([]).meta({
      title: 'What it takes',
      fr: 'Ce qu’il reçoit',
      description: 'Without any, it takes everything. A call that gives something else fails at the step that calls.',
    }),
  }),
  output: json,
});
