import { afterAll, beforeAll, expect } from '@jest/globals';
import { IdentityModule } from '../../../engine/src/identity/identity.module.ts';
import { People } from '../../../engine/src/identity/people.ts';
import { Tenants } from '../../../engine/src/identity/tenants.ts';
import { startTestApp, type TestApp } from '../test-app.ts';

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** Two tenants, their people, and the routes they come in by. */
export class PeopleHouse {
  readonly password = 'correct horse battery';
  now = Date.parse('2026-11-02T12:00:00Z');
  maple = '';
  birch = '';
  /** Where the calls come from. */
  address = '198.51.100.0';
  #engine: TestApp | undefined;

  constructor() {
    beforeAll(() => this.#open());
    afterAll(() => this.#engine?.close());
  }

  get engine(): TestApp {
    if (this.#engine === undefined) throw new Error('The house is not open yet.');
    return this.#engine;
  }

  get people(): People {
    return this.engine.app.get(People);
  }

  async #open(): Promise<void> {
    this.#engine = await startTestApp({ imports: [IdentityModule], clock: { now: () => this.now } });
    const tenants = this.engine.app.get(Tenants);
    this.maple = (await tenants.create({ name: 'Maple', slug: 'maple' })).id;
    this.birch = (await tenants.create({ name: 'Birch', slug: 'birch' })).id;
    const { people, maple, birch, password } = this;
    const olive = { email: 'Owner@maple.example', name: 'Olive', role: 'owner', password, locale: 'fr' } as const;
    await people.add({ tenantId: maple, ...olive });
    await people.add({ tenantId: maple, email: 'admin@maple.example', name: 'Ada', role: 'admin', password });
    await people.add({ tenantId: birch, email: 'owner@birch.example', name: 'Boris', role: 'owner', password });
    // Olive is known already: what is given here about her is not taken.
    const again = { email: 'owner@maple.example', name: 'ignored', role: 'viewer', password: 'ignored' } as const;
    await people.add({ tenantId: birch, ...again });
  }

  async call(path: string, { method = 'GET', token, headers = {}, body }: Call = {}) {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await this.engine.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...authorization, ...headers },
      remoteAddress: this.address,
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, headers: answer.headers, json: answer.body === '' ? undefined : answer.json() };
  }

  async logIn(email: string, more: object = {}): Promise<string> {
    const body = { email, password: this.password, ...more };
    const answer = await this.call('/auth/login', { method: 'POST', body });
    expect(answer.status).toBe(200);
    return answer.json.token;
  }
}
