import { createHash } from 'node:crypto';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import type { MasterKey } from './master-key.ts';

/** A 256-bit key that this process holds itself, from a file or the environment. */
export class LocalMasterKey implements MasterKey {
  readonly fingerprint: string;
  readonly #key: Buffer;

  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error(`A master key has 32 bytes; this one has ${key.length}.`);
    this.#key = key;
    this.fingerprint = createHash('sha256').update('invoicepatch.master-key.1').update(key).digest('hex').slice(0, 16);
  }

  async wrap(key: Buffer, context: string): Promise<Buffer> {
    return sealEnvelope({ key: this.#key, context: Buffer.from(context) }, key);
  }

  async unwrap(wrapped: Buffer, context: string): Promise<Buffer> {
    return openEnvelope({ key: this.#key, context: Buffer.from(context) }, wrapped);
  }
}
