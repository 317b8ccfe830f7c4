import { Fault } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import type { Principal, Role } from '../platform/nest/principal.ts';
import type { Tenant, TenantOfUser, Tenants } from './tenants.ts';

/** The caller, as the API tells it. */
export interface Me {
  readonly userId?: string;
  readonly email?: string;
  readonly name: string;
  readonly locale: string;
  readonly role: Role;
  readonly tenant: Tenant;
  readonly tenants: readonly TenantOfUser[];
}

/** Describes callers to themselves. */
export class Profile {
  readonly #database: Database;
  readonly #tenants: Tenants;

  constructor(database: Database, tenants: Tenants) {
    this.#database = database;
    this.#tenants = tenants;
  }

  async get({ tenantId, role, by }: Principal): Promise<Me> {
    const tenant = await this.#tenants.find(tenantId);
    if (tenant === undefined) throw new Fault('bug', 'engine.unexpected', 'The tenant of a caller is gone.');
    if (by.kind === 'api-key') {
      return {
        name: await this.#keyName(tenantId, by.keyId),
        locale: 'en',
        role,
        tenant,
        tenants: [{ ...tenant, role }],
      };
    }
    const [user] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly email: string; readonly name: string; readonly locale: string }>(
        'SELECT email, name, locale FROM users WHERE id = $1',
        [by.userId],
      ),
    );
    if (user === undefined) throw new Fault('bug', 'engine.unexpected', 'The account of a caller is gone.');
    return { userId: by.userId, ...user, role, tenant, tenants: await this.#tenants.listOfUser(by.userId) };
  }

  async #keyName(tenantId: string, keyId: string): Promise<string> {
    const [key] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly name: string }>('SELECT name FROM api_keys WHERE id = $1', [keyId]),
    );
    return key?.name ?? '';
  }
}
