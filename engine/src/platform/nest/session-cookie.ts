/** The browser's session. Over https its name makes the browser refuse it from anything but this very host. */
export interface SessionCookie {
  readonly name: string;
  readonly secure: boolean;
}

export const SESSION_COOKIE = Symbol('SessionCookie');

export function sessionCookie(publicUrl: string | undefined): SessionCookie {
  const secure = publicUrl?.toLowerCase().startsWith('https:') === true;
  return { name: secure ? '__Host-invoicepatch_session' : 'invoicepatch_session', secure };
}

/** A `Set-Cookie` value; an empty token takes the cookie away. */
export function toSetCookie(cookie: SessionCookie, token: string, maxAgeSeconds: number): string {
  const secure = cookie.secure ? '; Secure' : '';
  return `${cookie.name}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

export function cookieValue(header: unknown, name: string): string | undefined {
  if (typeof header !== 'string') return undefined;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
