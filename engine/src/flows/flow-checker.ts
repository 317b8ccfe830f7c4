import type { FlowDocument, NodeDescriptor } from '@invoicepatch/sdk';
import { type Completion, complete, findPlace, type Hover, hover, type Language } from '@invoicepatch/types';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../platform/database/database.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { checkFlow } from './check/check-flow.ts';
import type { Inspections } from './check/check-programs.ts';
import { checkSettings } from './check/check-settings.ts';
import { checkTypes, describing } from './check/check-types.ts';
import type { Judgement } from './check/problem.ts';
import { listPrograms, programKey } from './check/programs.ts';
import { listScopes, type Scope } from './check/scope.ts';
import { readConnectionFacts } from './connection-facts.ts';

export interface CompletionRequest {
  readonly nodeId: string;
  /** `input`, or a field of the configuration. */
  readonly field: string;
  readonly text: string;
  readonly offset: number;
  readonly language: Language;
}

/** Gathers what the checks need to know, then lets them judge. */
export class FlowChecker {
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #database: Database;
  readonly #describe: (type: string) => NodeDescriptor | undefined;

  constructor(catalog: Catalog, sandbox: Sandbox, database: Database) {
    this.#catalog = catalog;
    this.#sandbox = sandbox;
    this.#database = database;
    this.#describe = describing(catalog);
  }

  async check(tenantId: string, document: FlowDocument): Promise<Judgement> {
    const scopes = listScopes(document);
    const inspections = await this.#inspect(tenantId, scopes);
    const named = scopes.flatMap((scope) => scope.nodes.flatMap(({ connection }) => connection ?? []));
    const connections = await readConnectionFacts(this.#database, tenantId, named);
    const problems = checkFlow(document, { catalog: this.#catalog, inspections, connections });
    const settings = await checkSettings(document, this.#catalog, (program) =>
      this.#sandbox.inspect(tenantId, program),
    );
    const types = checkTypes(document, this.#describe);
    return { problems: [...problems, ...settings, ...types.problems], warnings: types.warnings };
  }

  /** What can be typed at a place of one of the flow's expressions, and what is known of it. */
  complete(document: FlowDocument, asked: CompletionRequest): Completion & { readonly hover: Hover | null } {
    const { nodeId, field, text, offset, language } = asked;
    const place = findPlace(document, { nodeId, field }, { describe: this.#describe, language });
    return { ...complete({ ...place, text, offset }), hover: hover({ ...place, text, offset }) ?? null };
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
