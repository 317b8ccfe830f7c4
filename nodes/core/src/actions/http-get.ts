import { defineAction, json, z } from '@invoicepatch/sdk';
import { fillUrl, headers, path, query, url } from './request-url.ts';

export const httpGet = defineAction({
  id: 'core.http-get',
  version: 1,
  title: 'Fetch from an address',
  summary: 'Sends a GET request, which changes nothing, and gives the body of the answer.',
  fr: {
    title: 'Lire à une adresse',
    summary: 'Envoie une requête GET, qui ne modifie rien, et donne le corps de la réponse.',
  },
  keywords: ['http', 'get', 'rest', 'api', 'download', 'requête'],
  effect: { kind: 'read' },
  config: z.strictObject({ url, headers }),
  input: z.strictObject({ path, query }),
  output: z.strictObject({ body: json.meta({ title: 'Body', fr: 'Corps' }) }),
  run: async ({ config, input, http }) => {
    const answer = await http.get(fillUrl(config.url, input.path), { query: input.query, headers: config.headers });
    return { body: answer.as(json.optional()) ?? null };
  },
});
