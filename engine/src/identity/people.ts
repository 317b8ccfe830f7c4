import { randomUUID } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Database, Sql } from '../platform/database/database.ts';
import type { Role } from '../platform/nest/principal.ts';
import { hashPassword } from './password.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export interface NewPerson {
  readonly tenantId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** A person who has an account already keeps the own password and name. */
  readonly password: string;
  readonly locale?: 'en' | 'fr';
}

export interface RoleChange {
  readonly tenantId: string;
  readonly userId: string;
  readonly role: Role;
  /** The role of who asks. */
  readonly asker: Role;
}

const member = `SELECT u.id, u.email, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id`;

function notFound(): Fault {
  return new Fault('missing', 'user.not-found', 'There is no person with this id.');
}

function refuseOwnerChange(asker: Role, roles: readonly Role[]): void {
  if (asker === 'owner' || !roles.includes('owner')) return;
  throw new Fault('denied', 'user.owner-only', 'Only an owner can make, change or remove an owner.');
}

/** Locks the owners' rows, so that two owners can't remove each other at the same time. */
async function refuseLastOwner(sql: Sql, userId: string): Promise<void> {
  const owners = await sql.query<{ readonly user_id: string }>(
    "SELECT user_id FROM memberships WHERE role = 'owner' FOR UPDATE",
  );
  if (owners.some((owner) => owner.user_id !== userId)) return;
  throw new Fault('conflict', 'user.last-owner', 'This is the last owner. Make somebody else an owner first.');
}

async function getMember(sql: Sql, userId: string): Promise<Person> {
  const [person] = await sql.query<Person>(`${member} WHERE m.user_id = $1`, [userId]);
  if (person === undefined) throw notFound();
  return person;
}

/** The people of a tenant and what they may do there. */
export class People {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds a member; the account is made when the e-mail address has none. */
  async add({ tenantId, email, name, role, password, locale = 'en' }: NewPerson): Promise<Person> {
    const hash = await hashPassword(password);
    const userId = await this.#database.asSystem((sql) =>
      findOrAddUser(sql, [randomUUID(), email, name, hash, locale]),
    );
    return this.#database.inTenant(tenantId, async (sql) => {
      const added = await sql.query(
        'INSERT INTO memberships (tenant_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING user_id',
        [tenantId, userId, role],
      );
      if (added.length === 0)
        throw new Fault('conflict', 'user.already-member', `${email} is a member already. Change the role instead.`);
      return getMember(sql, userId);
    });
  }

  list(tenantId: string): Promise<readonly Person[]> {
    return this.#database.inTenant(tenantId, (sql) =>
      sql.query<Person>(`${member} ORDER BY lower(u.email), u.id LIMIT 1000`),
    );
  }

  get(tenantId: string, userId: string): Promise<Person> {
    return this.#database.inTenant(tenantId, (sql) => getMember(sql, userId));
  }

  async changeRole({ tenantId, userId, role, asker }: RoleChange): Promise<Person> {
    return this.#database.inTenant(tenantId, async (sql) => {
      const person = await getMember(sql, userId);
      refuseOwnerChange(asker, [person.role, role]);
      if (person.role === 'owner' && role !== 'owner') await refuseLastOwner(sql, userId);
      await sql.query('UPDATE memberships SET role = $2 WHERE user_id = $1', [userId, role]);
      return { ...person, role };
    });
  }

  /** Takes the membership and the sessions in this tenant; the account stays for other tenants and for the history. */
  async remove({ tenantId, userId, asker }: Omit<RoleChange, 'role'>): Promise<void> {
    await this.#database.inTenant(tenantId, async (sql) => {
      const person = await getMember(sql, userId);
      refuseOwnerChange(asker, [person.role]);
      if (person.role === 'owner') await refuseLastOwner(sql, userId);
      await sql.query('DELETE FROM sessions WHERE user_id = $1', [userId]);
      await sql.query('DELETE FROM memberships WHERE user_id = $1', [userId]);
    });
  }
}

async function findOrAddUser(sql: Sql, values: readonly [string, string, string, string, string]): Promise<string> {
  await sql.query(
    'INSERT INTO users (id, email, name, password_hash, locale) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lower(email)) DO NOTHING',
    values,
  );
  const [user] = await sql.query<{ readonly id: string }>('SELECT id FROM users WHERE lower(email) = lower($1)', [
    values[1],
  ]);
  if (user === undefined) throw new Fault('bug', 'engine.unexpected', 'A new account was not written.');
  return user.id;
}
