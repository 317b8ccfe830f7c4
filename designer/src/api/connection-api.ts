import type { Json } from '@invoicepatch/sdk';
import { send } from './send.ts';
import type { Catalog, Connection, Consent, Flow, Health, Page, Template, TemplateSummary } from './wire.ts';

export interface NewConnection {
  readonly auth: string;
  readonly name: string;
  readonly environment: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface TemplateChoices {
  readonly name: string;
  readonly connections: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, Json>>;
}

export const connectionApi = {
  catalog: () => send<Catalog>('/catalog'),
  list: () => send<Page<Connection>>('/connections?limit=200'),
  create: (body: NewConnection) => send<Connection>('/connections', { method: 'POST', body }),
  createSimulated: (body: { auth: string; name: string }) =>
    send<Connection>('/connections/simulated', { method: 'POST', body }),
  rename: (id: string, name: string) => send<Connection>(`/connections/${id}`, { method: 'PATCH', body: { name } }),
  remove: (id: string) => send<void>(`/connections/${id}`, { method: 'DELETE' }),
  test: (id: string) => send<{ health: Health; note: string }>(`/connections/${id}/test`, { method: 'POST' }),
};

export interface NewConsent extends Omit<NewConnection, 'secrets'> {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AskedConsent {
  readonly id: string;
  /** Where the person consents. */
  readonly url: string;
}

export const consentApi = {
  begin: (body: NewConsent) => send<AskedConsent>('/connections/consents', { method: 'POST', body }),
  beginAgain: (connectionId: string) =>
    send<AskedConsent>(`/connections/${connectionId}/consents`, { method: 'POST', body: {} }),
  get: (id: string) => send<Consent>(`/connections/consents/${id}`),
  choose: (id: string, account: number) =>
    send<Consent>(`/connections/consents/${id}/choose`, { method: 'POST', body: { account } }),
};

export const templateApi = {
  list: () => send<Page<TemplateSummary>>('/templates?limit=200'),
  get: (slug: string) => send<Template>(`/templates/${slug}`),
  import: (slug: string, body: TemplateChoices) => send<Flow>(`/templates/${slug}/import`, { method: 'POST', body }),
};
