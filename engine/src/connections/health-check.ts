import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { AuthBook } from './auth-book.ts';
import type { ConnectionDoor } from './connection-door.ts';
import type { ConnectionStore, Health } from './connection-store.postgres.ts';

export interface Diagnosis {
  readonly health: Health;
  readonly note: string;
}

export interface HealthParts {
  readonly store: ConnectionStore;
  readonly auths: AuthBook;
  readonly door: ConnectionDoor;
  readonly clock: Clock;
}

const timeoutMs = 20_000;

/** Tries a connection with a cheap read and remembers what came of it. */
export class HealthCheck {
  readonly #parts: HealthParts;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  async check(tenantId: string, connectionId: string): Promise<Diagnosis> {
    const { store, auths, clock } = this.#parts;
    const { auth: authId } = await store.get(tenantId, connectionId);
    const { auth } = auths.get(authId);
    if (auth.probe === undefined) return { health: 'unknown', note: `${auth.title} offers nothing cheap to try.` };
    const diagnosis = await this.#try(tenantId, { connectionId, auth: authId, path: auth.probe });
    await store.setHealth(tenantId, connectionId, { ...diagnosis, at: clock.now() });
    return diagnosis;
  }

  async #try(
    tenantId: string,
    { connectionId, auth, path }: { readonly connectionId: string; readonly auth: string; readonly path: string },
  ): Promise<Diagnosis> {
    try {
      const { http } = await this.#parts.door.open({
        tenantId,
        connectionId,
        auth,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await http.get(path);
      return { health: 'good', note: '' };
    } catch (failure) {
      if (!(failure instanceof Fault) || failure.kind === 'bug') throw failure;
      return { health: failure.kind === 'unavailable' ? 'unreachable' : 'refused', note: failure.message };
    }
  }
}
