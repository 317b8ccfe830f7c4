import { defineAction, z } from '@invoicepatch/sdk';
import { requestConfig, requestInput, requestOutput, sendRequest } from './send-request.ts';

export const httpRequestWithKey = defineAction({
  id: 'core.http-request-with-key',
  version: 1,
  title: 'Send a request once',
  summary:
    'Sends data to an address whose owner promises to act once for each idempotency key; an unclear attempt is sent again.',
  fr: {
    title: 'Envoyer une requête une seule fois',
    summary:
      "Envoie des données à une adresse dont le propriétaire garantit une seule action par clé d'idempotence; un essai incertain est renvoyé.",
  },
  keywords: ['http', 'post', 'idempotency', 'retry', 'idempotence', 'requête'],
  effect: { kind: 'write', repeat: 'key' },
  config: requestConfig.extend({
    keyHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, 'A header name is letters, digits and hyphens.')
      .default('Idempotency-Key')
      .meta({ title: 'Header of the key', fr: 'En-tête de la clé', examples: ['Idempotency-Key'] }),
  }),
  input: requestInput,
  output: requestOutput,
  run: ({ config, input, http, key }) => sendRequest(http, { config, input, added: { [config.keyHeader]: key } }),
});
