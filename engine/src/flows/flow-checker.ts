import type { FlowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../platform/database/database.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { checkFlow } from './check/check-flow.ts';
import type { Inspections } from './check/check-programs.ts';
import { checkSettings } from './check/check-settings.ts';
import { judgeTypes, placesOf } from './check/check-types.ts';
import type { Judgement } from './check/problem.ts';
import { listPrograms, type PlacedProgram, programKey } from './check/programs.ts';
import { listScopes } from './check/scope.ts';
import { readConnectionFacts } from './connection-facts.ts';
import type { FlowTypes } from './typing/flow-types.ts';
import type { Completed, CompletionRequest } from './typing/job.ts';

export interface CheckerParts {
  readonly sandbox: Sandbox;
  readonly database: Database;
  readonly types: FlowTypes;
}

/** Gathers what the checks need to know, then lets them judge. */
export class FlowChecker {
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #database: Database;
  readonly #types: FlowTypes;

  constructor(catalog: Catalog, { sandbox, database, types }: CheckerParts) {
    this.#catalog = catalog;
    this.#sandbox = sandbox;
    this.#database = database;
    this.#types = types;
  }

  async check(tenantId: string, document: FlowDocument): Promise<Judgement> {
    const scopes = listScopes(document);
    const programs = listPrograms(scopes, this.#catalog);
    const places = placesOf(programs);
    const typing = this.#types.check(tenantId, document, [...places.keys()]);
    const [inspections, typed] = await Promise.all([this.#inspect(tenantId, programs), typing]);
    const named = scopes.flatMap((scope) => scope.nodes.flatMap(({ connection }) => connection ?? []));
    const connections = await readConnectionFacts(this.#database, tenantId, named);
    const problems = checkFlow(document, { catalog: this.#catalog, inspections, connections });
    const settings = await checkSettings(document, this.#catalog, (program) =>
      this.#sandbox.inspect(tenantId, program),
    );
    const types = judgeTypes(typed, places);
    return { problems: [...problems, ...settings, ...types.problems], warnings: types.warnings };
  }

  /** What can be typed at a place of one of the flow's expressions, and what is known of it. */
  complete(tenantId: string, document: FlowDocument, asked: CompletionRequest): Promise<Completed> {
    return this.#types.complete(tenantId, document, asked);
  }

  async #inspect(tenantId: string, placed: readonly PlacedProgram[]): Promise<Inspections> {
    const unique = new Map(placed.map(({ program }) => [programKey(program), program]));
    const inspected = [...unique].map(
      async ([key, program]) => [key, await this.#sandbox.inspect(tenantId, program)] as const,
    );
    return new Map(await Promise.all(inspected));
  }
}
