import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address.ts';
import { addressRefused } from './http-faults.ts';

/** Turns a name into addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** The socket connects to what this returns, so a name that changes its address between check and use gains nothing. */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async (): Promise<void> => {
      const addresses = await resolve(hostname);
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      const first = addresses[0];
      if (inside !== undefined) return callback(addressRefused(hostname), '');
      if (first === undefined)
        return callback(Object.assign(new Error(`No address for ${hostname}.`), { code: 'ENOTFOUND' }), '');
      if (options.all === true) return callback(null, [...addresses]);
      callback(null, first.address, first.family);
    };
    answer().catch((failure: NodeJS.ErrnoException) => callback(failure, ''));
  };
}
