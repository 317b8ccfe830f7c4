import { json, z } from '@invoicepatch/sdk';

/** What a trigger that takes any JSON may say of it, so that the flow can be checked before it runs. */
export const payloadShape = {
  schema: z.record(z.string(), json).optional().meta({
    title: 'JSON Schema of the data',
    fr: 'Schéma JSON des données',
    description:
      'What the data looks like. The steps after this one are checked against it when the flow is published.',
  }),
  sample: json.optional().meta({
    title: 'Sample of the data',
    fr: 'Exemple des données',
    description: 'Without a schema, the fields of this sample are what the steps after this one can use.',
  }),
};
