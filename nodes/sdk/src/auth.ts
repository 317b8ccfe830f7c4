import type { z } from 'zod';
import type { Fault } from './fault.ts';
import type { Http, HttpAnswer } from './http.ts';
import type { Json } from './json.ts';

/** Addresses of one environment of an outside system. `api` is what an action's relative paths resolve against. */
export interface AuthUrls {
  readonly api: string;
  readonly authorize?: string;
  readonly token?: string;
  readonly revoke?: string;
}

export interface AuthPlace<Settings> {
  readonly settings: Settings;
  /** Where the engine serves this system's simulator, without a trailing slash. */
  readonly simulatorUrl: string;
}

export interface AuthEnvironment<Settings> {
  /** `simulator` is the stand-in that the engine itself serves. */
  readonly id: 'production' | 'sandbox' | 'simulator';
  readonly title: string;
  urls(place: AuthPlace<Settings>): AuthUrls;
}

/** How a connection signs its requests. */
export type Signing =
  /** OAuth 2 with a refresh token: secrets are `clientId`, `clientSecret`, `refreshToken` and what the refresh yields. */
  | { readonly kind: 'oauth2'; readonly scopes: readonly string[] }
  /** One secret named `value`, sent in a header. */
  | { readonly kind: 'header'; readonly header: string; readonly prefix?: string };

/** A company, organisation or tenant that a consent opens. */
export interface FoundAccount {
  readonly title: string;
  /** Completes the settings that a person gave before. */
  readonly settings: Readonly<Record<string, Json>>;
}

/** How a person's consent in the other system becomes a connection. */
export interface Consent {
  /** Which setting each parameter fills with which the system sends the person back: `{ realmId: 'realmId' }`. */
  readonly returned?: Readonly<Record<string, string>>;
  /** Asks, with the new token, which accounts it opens, where the way back does not say it. */
  find?(http: Http): Promise<readonly FoundAccount[]>;
}

/** An outside system as the connections screen knows it. One per connector. */
export interface Auth<Settings extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly title: string;
  readonly signing: Signing;
  /** What is not secret: company id, base address. Shown and exported. */
  readonly settings: Settings;
  readonly environments: readonly AuthEnvironment<z.output<Settings>>[];
  /** Reads the system's own error body, so that a person sees its reason. `undefined` falls back to the status. */
  toFault?(answer: HttpAnswer): Fault | undefined;
  /** For OAuth 2: without it a person can only enter a refresh token that was got elsewhere. */
  readonly consent?: Consent;
  /** A cheap read that proves the connection works; a path relative to `api`. */
  readonly probe?: string;
}

export function defineAuth<Settings extends z.ZodObject>(auth: Auth<Settings>): Auth<Settings> {
  return auth;
}
