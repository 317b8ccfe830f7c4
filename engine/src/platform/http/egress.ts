import { isPublicAddress, literalAddress } from './address.ts';
import { addressRefused, invalidUrl } from './http-faults.ts';

/** What a request may reach: `open` looks at every address, `trusted` was allowed by name. */
export type Route = { readonly kind: 'open' | 'trusted'; readonly url: URL };

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw invalidUrl('it is not an absolute URL.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalidUrl('only https and http are spoken.');
  if (url.username !== '' || url.password !== '')
    throw invalidUrl('it holds a user name or password; use a connection instead.');
  url.hash = '';
  return url;
}

function hostAndPort(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}

/** The engine's own simulator, seen from a connection to it: one origin and all below one path. */
export function isBelow(url: URL, prefix: string): boolean {
  const top = new URL(prefix);
  return (
    url.origin === top.origin &&
    (url.pathname === top.pathname || url.pathname.startsWith(`${top.pathname.replace(/\/$/, '')}/`))
  );
}

/** Decides before anything is looked up or connected. */
export class Egress {
  readonly #allowed: ReadonlySet<string>;

  /** `host:port` each, compared exactly. */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== ''));
  }

  check(text: string, simulatorUrl: string | undefined): Route {
    const url = parseUrl(text);
    if (simulatorUrl !== undefined && isBelow(url, simulatorUrl)) return { kind: 'trusted', url };
    if (this.#allowed.has(hostAndPort(url))) return { kind: 'trusted', url };
    if (/(^|\.)localhost\.?$/.test(url.hostname)) throw addressRefused(url.hostname);
    const literal = literalAddress(url.hostname);
    // Any other name is looked up when connecting and checked there; an address never is, so it is checked here.
    if (literal !== undefined && !isPublicAddress(literal)) throw addressRefused(url.hostname);
    return { kind: 'open', url };
  }
}
