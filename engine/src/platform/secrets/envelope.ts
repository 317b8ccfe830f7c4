import { randomBytes } from 'node:crypto';
import { type Aead, decrypt, encrypt, nonceBytes } from './aead.ts';

/** First byte of everything sealed, so that a later format can be told from this one. */
const format = 1;

/** format (1 byte), nonce (12), ciphertext, tag (16) */
export function sealEnvelope(aead: Aead, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  return Buffer.concat([Buffer.of(format), nonce, encrypt(aead, nonce, plain)]);
}

export function openEnvelope(aead: Aead, envelope: Buffer): Buffer {
  if (envelope[0] !== format)
    throw new Error(`Sealed text of format ${envelope[0] ?? 'none'} is unknown to this engine.`);
  const body = envelope.subarray(1);
  return decrypt(aead, body.subarray(0, nonceBytes), body.subarray(nonceBytes));
}
