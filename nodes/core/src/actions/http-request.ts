import { defineAction } from '@invoicepatch/sdk';
import { requestConfig, requestInput, requestOutput, sendRequest } from './send-request.ts';

export const httpRequest = defineAction({
  id: 'core.http-request',
  version: 1,
  title: 'Send a request',
  summary: 'Sends data to an address. When it is unclear whether it arrived, a person decides; it is never sent twice.',
  fr: {
    title: 'Envoyer une requête',
    summary:
      "Envoie des données à une adresse. Si l'on ignore si elles sont arrivées, une personne décide; rien n'est envoyé deux fois.",
  },
  keywords: ['http', 'post', 'put', 'patch', 'delete', 'rest', 'api', 'requête'],
  effect: { kind: 'write', repeat: 'none' },
  config: requestConfig,
  input: requestInput,
  output: requestOutput,
  run: ({ config, input, http, key }) => sendRequest(http, { config, input, added: { 'Idempotency-Key': key } }),
});
