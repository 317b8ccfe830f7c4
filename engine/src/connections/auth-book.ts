import { type Auth, type AuthUrls, type Connector, Fault, z } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Origin } from '../platform/nest/origin.ts';
import type { Environment, Settings } from './connection-store.postgres.ts';

export interface KnownAuth {
  readonly auth: Auth;
  readonly connector: Connector;
}

export interface Place {
  readonly environment: Environment;
  readonly settings: Settings;
}

const settingsOut = z.record(z.string(), z.json());

/** What the catalog knows about the systems that one can connect to. */
export class AuthBook {
  readonly #catalog: Catalog;
  readonly #origin: Origin;

  constructor(catalog: Catalog, origin: Origin) {
    this.#catalog = catalog;
    this.#origin = origin;
  }

  get(id: string): KnownAuth {
    for (const connector of this.#catalog.listConnectors()) {
      if (connector.auth?.id === id) return { auth: connector.auth, connector };
    }
    throw new Fault(
      'invalid',
      'connection.unknown-auth',
      `This engine knows no system with the id ${id}; see /api/v1/catalog.`,
      { details: { auth: id } },
    );
  }

  parseSettings({ auth }: KnownAuth, settings: unknown): Settings {
    const parsed = auth.settings.strict().safeParse(settings);
    if (parsed.success) return settingsOut.parse(parsed.data);
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['settings', ...path].join('.'), message }));
    const first = errors[0];
    throw new Fault(
      'invalid',
      'connection.settings-invalid',
      `The settings of ${auth.title} are not right: ${first?.path}: ${first?.message}`,
      {
        details: { errors },
      },
    );
  }

  /** Where the system is. Addresses come from the connector, never from a flow. */
  urls(known: KnownAuth, { environment, settings }: Place): AuthUrls {
    const found = known.auth.environments.find(({ id }) => id === environment);
    if (found === undefined) {
      const offered = known.auth.environments.map(({ id }) => id).join(', ');
      throw new Fault(
        'invalid',
        'connection.unknown-environment',
        `${known.auth.title} has no environment ${environment}; it has ${offered}.`,
      );
    }
    return found.urls({ settings, simulatorUrl: this.simulatorUrl(known, environment) ?? '' });
  }

  /** The one place on this machine that a connection to a simulator may reach. */
  simulatorUrl({ connector }: KnownAuth, environment: Environment): string | undefined {
    return environment === 'simulator' ? `${this.#origin.get()}/simulators/${connector.id}` : undefined;
  }
}
