import { Fault, type HttpAnswer, z } from '@invoicepatch/sdk';

const seconds = z.coerce.number().positive();

/** RFC 6749 §5.1; the life of a refresh token is Intuit's and Microsoft's addition to it. */
const granted = z
  .object({
    access_token: z.string().min(1),
    expires_in: seconds.max(31_536_000).default(3_600),
    refresh_token: z.string().min(1).optional(),
    x_refresh_token_expires_in: seconds.optional(),
    refresh_token_expires_in: seconds.optional(),
  })
  .transform(({ x_refresh_token_expires_in: intuit, refresh_token_expires_in: other, ...tokens }) => ({
    ...tokens,
    refreshLifeSeconds: intuit ?? other,
  }));
const denied = z.object({ error: z.string() });

export function readTokens(title: string, answer: HttpAnswer): z.output<typeof granted> {
  try {
    return granted.parse(JSON.parse(answer.text));
  } catch {
    // The cause would hold the tokens themselves, so it goes no further.
    throw new Fault(
      'unavailable',
      'connection.token-unreadable',
      `${title} gave no token that can be read. The engine tries again by itself.`,
    );
  }
}

/** The `error` of RFC 6749 §5.2. */
export function readOAuthError(text: string): string | undefined {
  try {
    return denied.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
}
