import { defineAction, json, z } from '@invoicepatch/sdk';

const record = z.strictObject({
  collection: z
    .string()
    .min(1)
    .max(100)
    .meta({ title: 'Collection', fr: 'Collection', examples: ['timesheets'] }),
  key: z
    .string()
    .min(1)
    .max(200)
    .meta({ title: 'Key', fr: 'Clé', examples: ['TS-1045'] }),
  value: json.meta({ title: 'Value', fr: 'Valeur', examples: [{ invoice: '58', status: 'posted' }] }),
});

export const recordResult = defineAction({
  id: 'core.record-result',
  version: 1,
  title: 'Record a result',
  summary: 'Keeps a result under a name, so that other systems and later runs can look it up.',
  fr: {
    title: 'Consigner un résultat',
    summary: "Conserve un résultat sous un nom, pour que d'autres systèmes et exécutions puissent le consulter.",
  },
  keywords: ['store', 'save', 'record', 'enregistrer', 'conserver'],
  effect: { kind: 'write', repeat: 'key' },
  input: record,
  output: record,
  run: async ({ input, records }) => {
    await records.put(input.collection, input.key, input.value);
    return input;
  },
});
