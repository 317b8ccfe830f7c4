import { randomBytes } from 'node:crypto';
import type { Database } from '../platform/database/database.ts';
import type { People } from './people.ts';
import type { Tenants } from './tenants.ts';

export interface OwnerWish {
  /** `owner@example.com` when missing. */
  readonly email?: string | undefined;
  /** Made up when missing. */
  readonly password?: string | undefined;
  /** The tenant to make when there is none yet. */
  readonly tenant: { readonly name: string; readonly slug: string };
}

export type EnsuredOwner =
  | { readonly made: false }
  /** `password` only when it was made up: print it once, it is stored nowhere. */
  | {
      readonly made: true;
      readonly tenantId: string;
      readonly userId: string;
      readonly email: string;
      readonly password?: string;
    };

export interface OwnerParts {
  readonly database: Database;
  readonly tenants: Tenants;
  readonly people: People;
}

/** At first start somebody must be able to log in. Does nothing once any owner exists. */
export async function ensureOwner({ database, tenants, people }: OwnerParts, wish: OwnerWish): Promise<EnsuredOwner> {
  // Held to the end, so that two engines that start together make one owner.
  return database.asSystem(async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock(hashtext('invoicepatch.owner'))");
    const owners = await sql.query("SELECT 1 FROM memberships WHERE role = 'owner' LIMIT 1");
    if (owners.length > 0) return { made: false };
    const [known] = await sql.query<{ readonly id: string }>('SELECT id FROM tenants ORDER BY created_at LIMIT 1');
    const tenantId = known?.id ?? (await tenants.create(wish.tenant)).id;
    const email = wish.email ?? 'owner@example.com';
    const password = wish.password ?? randomBytes(15).toString('base64url');
    const { id } = await people.add({ tenantId, email, name: 'Owner', role: 'owner', password });
    return { made: true, tenantId, userId: id, email, ...(wish.password === undefined ? { password } : {}) };
  });
}
