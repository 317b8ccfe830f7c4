import type { FoundAccount } from '@invoicepatch/sdk';
import type { Environment, Settings } from '../connection-store.postgres.ts';

export type ConsentStatus =
  /** The person is in the other system. */
  | 'open'
  /** The answer has come back and is being worked on. */
  | 'asking'
  /** The consent opens several accounts; the person chooses one. */
  | 'choosing'
  | 'done'
  | 'failed';

/** What a person is being asked in another system. */
export interface StoredConsent {
  readonly id: string;
  readonly tenantId: string;
  /** The connection that is being renewed; `undefined` when a new one is to be made. */
  readonly connectionId: string | undefined;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  /** What the person gave before; the answer completes it. */
  readonly settings: Settings;
  readonly redirectUri: string;
  readonly status: ConsentStatus;
  readonly outcome: ConsentOutcome;
  readonly createdBy: string | undefined;
}

export interface ConsentOutcome {
  readonly connectionId?: string;
  readonly problem?: { readonly code: string; readonly message: string };
  readonly accounts?: readonly FoundAccount[];
}

/** Opened only while the consent is under way. */
export interface ConsentSecrets {
  readonly clientId: string;
  readonly clientSecret: string;
  /** RFC 7636: what proves that who exchanges the code is who asked for it. */
  readonly verifier: string;
  /** The tokens, while the person still has to choose an account. */
  readonly granted?: Readonly<Record<string, string>>;
}

/** A consent as the API shows it: neither state, nor verifier, nor tokens. */
export interface ConsentView {
  readonly id: string;
  readonly status: ConsentStatus;
  readonly connectionId: string | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly accounts: readonly { readonly title: string }[];
}

export function viewConsent({ id, status, outcome }: StoredConsent): ConsentView {
  return {
    id,
    status,
    connectionId: outcome.connectionId ?? null,
    problem: outcome.problem ?? null,
    accounts: (outcome.accounts ?? []).map(({ title }) => ({ title })),
  };
}
