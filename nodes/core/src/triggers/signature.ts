import { createHmac, timingSafeEqual } from 'node:crypto';

const windowMs = 5 * 60_000;

export interface Signed {
  readonly secret: string;
  readonly rawBody: Uint8Array;
  /** Stands before the body with a dot between, when the sender signs it too. */
  readonly time: string | undefined;
  readonly encoding: 'hex' | 'base64';
  readonly prefix: string;
}

/** Takes the same time for every claim of the right length. */
export function isSigned(claimed: string, signed: Signed): boolean {
  const mac = createHmac('sha256', signed.secret);
  if (signed.time !== undefined) mac.update(`${signed.time}.`);
  const expected = Buffer.from(mac.update(signed.rawBody).digest(signed.encoding));
  if (!claimed.startsWith(signed.prefix)) return false;
  const digest = claimed.slice(signed.prefix.length);
  const given = Buffer.from(signed.encoding === 'hex' ? digest.toLowerCase() : digest);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Whether a time in Unix seconds, or milliseconds, is within five minutes of now. */
export function isFresh(time: string | undefined, now: number): boolean {
  if (time === undefined || !/^[0-9]{1,15}$/.test(time)) return false;
  const given = Number(time);
  const givenMs = given > 100_000_000_000 ? given : given * 1_000;
  return Math.abs(now - givenMs) <= windowMs;
}
