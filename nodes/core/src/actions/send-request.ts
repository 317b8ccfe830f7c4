import { Fault, type Http, type HttpOptions, type Json, json, type Untrusted, z } from '@invoicepatch/sdk';
import { fillUrl, headers, path, query, url } from './request-url.ts';

export const requestConfig = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST').meta({ title: 'Method', fr: 'Méthode' }),
  url,
  headers,
});

export const requestInput = z.strictObject({
  path,
  query,
  body: json.optional().meta({ title: 'Body', fr: 'Corps', examples: [{ hours: '7.50' }] }),
});

export const requestOutput = z.strictObject({
  body: json.meta({ title: 'Body of the answer', fr: 'Corps de la réponse' }),
});

export interface Sending {
  readonly config: z.output<typeof requestConfig>;
  readonly input: z.output<typeof requestInput>;
  /** Headers that the engine adds. */
  readonly added: Readonly<Record<string, string>>;
}

export async function sendRequest(http: Http, sending: Sending): Promise<{ body: Json }> {
  const answer = await exchange(http, sending);
  return { body: answer.as(json.optional()) ?? null };
}

function exchange(http: Http, { config, input, added }: Sending): Promise<Untrusted> {
  const address = fillUrl(config.url, input.path);
  const options: HttpOptions = { query: input.query, headers: { ...config.headers, ...added } };
  switch (config.method) {
    case 'POST':
      return http.post(address, input.body, options);
    case 'PUT':
      return http.put(address, input.body, options);
    case 'PATCH':
      return http.patch(address, input.body, options);
    case 'DELETE':
      if (input.body === undefined) return http.delete(address, options);
      throw new Fault(
        'invalid',
        'http-request.body-in-delete',
        'A DELETE request carries no body: take "body" out of the input.',
      );
  }
}
