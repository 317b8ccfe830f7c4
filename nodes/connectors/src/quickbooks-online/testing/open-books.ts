import type { Http, Json } from '@invoicepatch/sdk';
import { type MemorySimulatorHost, memorySimulatorHost, simulatorHttp } from '@invoicepatch/sdk/testing';
import { quickBooks } from '../auth.ts';
import { isJsonObject } from '../simulator/replies.ts';
import { quickBooksSimulator } from '../simulator/simulator.ts';

export interface OpenBooks {
  readonly host: MemorySimulatorHost;
  readonly http: Http;
  readonly settings: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Asks for tokens as the engine does: with a refresh token and the application's secret. */
export async function refreshTokens(host: MemorySimulatorHost, secrets: Readonly<Record<string, string>>) {
  const basic = Buffer.from(`${secrets['clientId']}:${secrets['clientSecret']}`).toString('base64');
  const answer = await quickBooksSimulator.handle(
    {
      method: 'POST',
      path: '/oauth2/v1/tokens/bearer',
      query: {},
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: secrets['refreshToken'] ?? '',
      }).toString(),
    },
    host,
  );
  return { status: answer.status, body: isJsonObject(answer.body) ? answer.body : {} };
}

export function toHttp(host: MemorySimulatorHost, accessToken: string, realmId = '1'): Http {
  return simulatorHttp({
    simulator: quickBooksSimulator,
    host,
    path: `/v3/company/${realmId}/`,
    headers: { authorization: `Bearer ${accessToken}` },
    toFault: quickBooks.toFault,
  });
}

/** A new simulated company, signed in. */
export async function openBooks(): Promise<OpenBooks> {
  const host = memorySimulatorHost();
  const { settings, secrets } = await host.open(quickBooksSimulator, { id: '1', name: 'Northern Build' });
  const { body } = await refreshTokens(host, secrets);
  return { host, http: toHttp(host, String(body['access_token'])), settings, secrets };
}
