import { randomUUID } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import type { Role } from '../platform/nest/principal.ts';

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface TenantOfUser extends Tenant {
  readonly role: Role;
}

/** The client companies. */
export class Tenants {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ name, slug }: { readonly name: string; readonly slug: string }): Promise<Tenant> {
    const id = randomUUID();
    const rows = await this.#database.asSystem((sql) =>
      sql.query<Tenant>(
        'INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING RETURNING id, slug, name',
        [id, slug, name],
      ),
    );
    const [tenant] = rows;
    if (tenant === undefined)
      throw new Fault('conflict', 'tenant.slug-taken', `A tenant with the short name ${slug} is there already.`);
    return tenant;
  }

  async find(tenantId: string): Promise<Tenant | undefined> {
    const [tenant] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<Tenant>('SELECT id, slug, name FROM tenants'),
    );
    return tenant;
  }

  /** Where a person is a member, the first one first. */
  listOfUser(userId: string): Promise<readonly TenantOfUser[]> {
    return this.#database.asSystem((sql) =>
      sql.query<TenantOfUser>(
        `SELECT t.id, t.slug, t.name, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
         WHERE m.user_id = $1 ORDER BY m.created_at, t.id`,
        [userId],
      ),
    );
  }
}
