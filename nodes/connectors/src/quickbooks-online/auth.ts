import { type AuthUrls, defineAuth, z } from '@invoicepatch/sdk';
import { toQuickBooksFault } from './faults.ts';

/** Minor versions below 75 are gone. */
export const defaultMinorVersion = 75;

const intuit = {
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
} as const;

const toApi = (host: string, realmId: string): string => `${host}/v3/company/${encodeURIComponent(realmId)}/`;

function toSimulatorUrls(simulatorUrl: string, realmId: string): AuthUrls {
  return {
    api: toApi(simulatorUrl, realmId),
    authorize: `${simulatorUrl}/connect/oauth2`,
    token: `${simulatorUrl}/oauth2/v1/tokens/bearer`,
    revoke: `${simulatorUrl}/v2/oauth2/tokens/revoke`,
  };
}

export const quickBooks = defineAuth({
  id: 'quickbooks-online',
  title: 'QuickBooks Online',
  signing: { kind: 'oauth2', scopes: ['com.intuit.quickbooks.accounting'] },
  settings: z.strictObject({
    realmId: z
      .string()
      .regex(
        /^[0-9A-Za-z-]{1,64}$/,
        'The company id is the number that QuickBooks shows as “Company ID” under Account and Settings.',
      )
      .meta({ title: 'Company id (realm)', fr: 'Numéro de l’entreprise (realm)', examples: ['4620816365291234560'] }),
    minorVersion: z
      .number()
      .int()
      .min(defaultMinorVersion)
      .default(defaultMinorVersion)
      .meta({ title: 'Minor version of the API', fr: 'Version mineure de l’API', examples: [defaultMinorVersion] }),
  }),
  environments: [
    {
      id: 'production',
      title: 'QuickBooks Online',
      urls: ({ settings }) => ({ api: toApi('https://quickbooks.api.intuit.com', settings.realmId), ...intuit }),
    },
    {
      id: 'sandbox',
      title: 'QuickBooks Online sandbox',
      urls: ({ settings }) => ({
        api: toApi('https://sandbox-quickbooks.api.intuit.com', settings.realmId),
        ...intuit,
      }),
    },
    {
      id: 'simulator',
      title: 'Simulated company',
      urls: ({ settings, simulatorUrl }) => toSimulatorUrls(simulatorUrl, settings.realmId),
    },
  ],
  consent: { returned: { realmId: 'realmId' } },
  toFault: toQuickBooksFault,
  probe: 'query?query=select%20*%20from%20CompanyInfo&minorversion=75',
});
