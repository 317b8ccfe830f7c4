import type { FlowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../platform/database/database.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ConnectionFacts } from './check/check-connection.ts';
import { checkFlow } from './check/check-flow.ts';
import type { Inspections } from './check/check-programs.ts';
import type { Problem } from './check/problem.ts';
import { listPrograms, programKey } from './check/programs.ts';
import { listScopes, type Scope } from './check/scope.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Gathers what the checks need to know, then lets them judge. */
export class FlowChecker {
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #database: Database;

  constructor(catalog: Catalog, sandbox: Sandbox, database: Database) {
    this.#catalog = catalog;
    this.#sandbox = sandbox;
    this.#database = database;
  }

  async check(tenantId: string, document: FlowDocument): Promise<readonly Problem[]> {
    const scopes = listScopes(document);
    const inspections = await this.#inspect(tenantId, scopes);
    const connections = await this.#connections(tenantId, scopes);
    return checkFlow(document, { catalog: this.#catalog, inspections, connections });
  }

  async #inspect(tenantId: string, scopes: readonly Scope[]): Promise<Inspections> {
    const programs = listPrograms(scopes, this.#catalog).map(({ program }) => program);
    const unique = new Map(programs.map((program) => [programKey(program), program]));
    const inspected = [...unique].map(
      async ([key, program]) => [key, await this.#sandbox.inspect(tenantId, program)] as const,
    );
    return new Map(await Promise.all(inspected));
  }

  async #connections(tenantId: string, scopes: readonly Scope[]): Promise<ConnectionFacts> {
    const named = scopes.flatMap((scope) => scope.nodes.flatMap(({ connection }) => connection ?? []));
    const ids = [...new Set(named)].filter((id) => uuid.test(id));
    if (ids.length === 0) return new Map();
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly id: string; readonly auth: string }>(
        'SELECT id, auth FROM connections WHERE id = ANY ($1::uuid[])',
        [ids],
      ),
    );
    return new Map(rows.map(({ id, auth }) => [id, { auth }]));
  }
}
