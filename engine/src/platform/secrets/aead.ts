import { createCipheriv, createDecipheriv } from 'node:crypto';

const algorithm = 'aes-256-gcm';
export const nonceBytes = 12;
const tagBytes = 16;

export interface Aead {
  readonly key: Buffer;
  /** What the text belongs to: not stored, but opening fails when it differs. */
  readonly context: Buffer;
}

/** Ciphertext with its tag at the end. A nonce is used once under one key. */
export function encrypt({ key, context }: Aead, nonce: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(context);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when a single bit of key, nonce, context or ciphertext is another. */
export function decrypt({ key, context }: Aead, nonce: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < tagBytes) throw new Error('The sealed text is cut short.');
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(context);
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
}
