import { Fault } from '@invoicepatch/sdk';
import type { DataKeys } from './data-keys.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';

/** Where a secret lives. It can be opened there and nowhere else. */
export interface SecretPlace {
  readonly tenantId: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

export interface Sealed {
  readonly bytes: Buffer;
  readonly keyVersion: number;
}

function contextOf(place: SecretPlace, keyVersion: number): Buffer {
  return Buffer.from(JSON.stringify([place.tenantId, place.table, place.column, place.rowId, keyVersion]));
}

/** Seals what may be written to the database but read by nobody there. */
export class SecretBox {
  readonly #keys: DataKeys;

  constructor(keys: DataKeys) {
    this.#keys = keys;
  }

  async seal(place: SecretPlace, text: string): Promise<Sealed> {
    const { key, version } = await this.#keys.getNewest(place.tenantId);
    return { bytes: sealEnvelope({ key, context: contextOf(place, version) }, Buffer.from(text)), keyVersion: version };
  }

  async open(place: SecretPlace, sealed: Sealed): Promise<string> {
    const { key } = await this.#keys.getVersion(place.tenantId, sealed.keyVersion);
    try {
      return openEnvelope({ key, context: contextOf(place, sealed.keyVersion) }, sealed.bytes).toString();
    } catch (cause) {
      throw new Fault('bug', 'engine.unexpected', `A secret of ${place.table} does not open in its own place.`, {
        cause,
      });
    }
  }
}
