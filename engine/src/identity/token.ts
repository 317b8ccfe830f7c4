import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored: who reads the database can't log in with it. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
