import { type Auth, Fault, z } from '@invoicepatch/sdk';

export type Secrets = Readonly<Record<string, string>>;

const secret = z.string().min(1).max(10_000);

/** Epoch milliseconds, as text. */
const instant = z.string().regex(/^\d{1,16}$/);

/** What a refresh yields is kept beside what a person typed. */
const oauth2 = z.strictObject({
  clientId: secret,
  clientSecret: secret,
  refreshToken: secret,
  accessToken: secret.optional(),
  accessTokenExpiresAt: instant.optional(),
  /** After this only a new consent helps; kept where the system says it. */
  refreshTokenExpiresAt: instant.optional(),
});
const header = z.strictObject({ value: secret });

export type OAuthSecrets = z.output<typeof oauth2>;

function withoutMissing(secrets: Readonly<Record<string, string | undefined>>): Secrets {
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Refuses missing and unknown names; the values are never repeated. */
export function parseSecrets(auth: Auth, secrets: unknown): Secrets {
  const parsed = (auth.signing.kind === 'oauth2' ? oauth2 : header).safeParse(secrets);
  if (parsed.success) return withoutMissing(parsed.data);
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['secrets', ...path].join('.'), message }));
  const message = `The secrets of ${auth.title} are incomplete: ${errors.map(({ path, message: text }) => `${path}: ${text}`).join('; ')}`;
  throw new Fault('invalid', 'connection.secrets-invalid', message, { details: { errors } });
}

export function parseOAuthSecrets(secrets: Secrets): OAuthSecrets {
  return oauth2.parse(secrets);
}

const stored = z.record(z.string(), z.string());

export function toSecretText(secrets: Secrets): string {
  return JSON.stringify(secrets);
}

export function fromSecretText(text: string): Secrets {
  return stored.parse(JSON.parse(text));
}
