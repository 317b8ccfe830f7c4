import type { FlowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../platform/database/database.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { checkFlow } from './check/check-flow.ts';
import type { Inspections } from './check/check-programs.ts';
import type { Problem } from './check/problem.ts';
import { listPrograms, programKey } from './check/programs.ts';
import { listScopes, type Scope } from './check/scope.ts';
import { readConnectionFacts } from './connection-facts.ts';

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
    const named = scopes.flatMap((scope) => scope.nodes.flatMap(({ connection }) => connection ?? []));
    const connections = await readConnectionFacts(this.#database, tenantId, named);
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
}
