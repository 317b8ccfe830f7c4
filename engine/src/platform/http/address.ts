import ipaddr from 'ipaddr.js';

/** Addresses that pass for public ones but answer on the host's own network: Azure's metadata and health service. */
const insideAnyway: ReadonlySet<string> = new Set(['168.63.129.16']);

/** Whether an address is one of the open internet. What can't be read is not. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  // `process` unwraps an IPv4 address that is dressed as IPv6.
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && !insideAnyway.has(address.toString());
}

/** The address inside a URL's host name, or `undefined` for a name that has to be looked up. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : undefined;
}
