import { cookieValue } from './session-cookie.ts';

/** How a caller proves who it is. */
export interface Credential {
  readonly via: 'cookie' | 'bearer';
  readonly token: string;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

function bearerToken(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  return /^Bearer ([!-~]{1,500})$/i.exec(header)?.[1];
}

/** A header wins over the cookie: a script says on purpose who it is. */
export function findCredential(headers: Headers, cookieName: string): Credential | undefined {
  if (headers['authorization'] !== undefined) {
    const token = bearerToken(headers['authorization']);
    return token === undefined ? undefined : { via: 'bearer', token };
  }
  const token = cookieValue(headers['cookie'], cookieName);
  return token === undefined ? undefined : { via: 'cookie', token };
}
