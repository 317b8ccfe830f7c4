import type { Template } from '@invoicepatch/sdk';
import { findOnlyConnections, readConnectionFacts } from '../flows/connection-facts.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowDesk } from '../flows/flow-desk.ts';
import type { FlowTests } from '../flows/tests/flow-tests.ts';
import type { Database } from '../platform/database/database.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { type Filling, fillTemplate } from './fill-template.ts';
import type { TemplateLibrary } from './template-library.ts';

export interface TemplateImport extends Filling {
  readonly slug: string;
  /** The template's title when nothing is given. */
  readonly name: string | undefined;
}

export const TEMPLATES = Symbol('Templates');

export interface TemplateParts {
  readonly library: TemplateLibrary;
  readonly flows: FlowDesk;
  readonly database: Database;
  readonly tests: FlowTests;
}

/** Templates and the flows that are made from them. */
export class TemplateDesk {
  readonly #library: TemplateLibrary;
  readonly #flows: FlowDesk;
  readonly #database: Database;
  readonly #tests: FlowTests;

  constructor({ library, flows, database, tests }: TemplateParts) {
    this.#library = library;
    this.#flows = flows;
    this.#database = database;
    this.#tests = tests;
  }

  list(): readonly Template[] {
    return this.#library.list();
  }

  get(slug: string): Template {
    return this.#library.get(slug);
  }

  /** Makes a draft; publishing is the importer's own step. */
  async importTemplate(who: Principal, { slug, name, connections, parameters }: TemplateImport): Promise<Flow> {
    const template = this.#library.get(slug);
    const chosen = { ...(await this.#obvious(who.tenantId, template)), ...connections };
    const facts = await readConnectionFacts(this.#database, who.tenantId, Object.values(chosen));
    const document = fillTemplate(template, { connections: chosen, parameters }, facts);
    const flow = await this.#flows.create(who, { name: name ?? template.title.en, document, templateSlug: slug });
    await this.#tests.store.add({ tenantId: who.tenantId, flowId: flow.id }, this.#library.tests(slug));
    return flow;
  }

  /** The connections that need no choice: the tenant has just one to that system. */
  async #obvious(tenantId: string, { connections }: Template): Promise<Readonly<Record<string, string>>> {
    const only = await findOnlyConnections(this.#database, tenantId);
    return Object.fromEntries(
      Object.entries(connections).flatMap(([name, { auth }]) => {
        const id = only.get(auth);
        return id === undefined ? [] : [[name, id]];
      }),
    );
  }
}
