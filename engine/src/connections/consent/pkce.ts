import { createHash, randomBytes } from 'node:crypto';

/** An unguessable text of 43 letters, digits, `-` and `_`: a state, or a verifier (RFC 7636 §4.1). */
export function newNonce(): string {
  return randomBytes(32).toString('base64url');
}

/** RFC 7636 §4.2, method S256. */
export function toChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

export function hashNonce(nonce: string): Buffer {
  return createHash('sha256').update(nonce).digest();
}
