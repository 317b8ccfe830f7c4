import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { systemClock } from '../../../engine/src/platform/clock/clock.ts';
import {
  GuardedHttp,
  type GuardedHttpOptions,
  type GuardedRequest,
} from '../../../engine/src/platform/http/guarded-http.ts';
import { type HttpSetting, SignedHttp } from '../../../engine/src/platform/http/signed-http.ts';
import { SecretMask } from '../../../engine/src/platform/secrets/secret-mask.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that answers as a test wants, and the clients that may reach it. */
export class OutsideServer {
  handler: Handler = (_request, response) => response.end();
  /** What was asked since the test began. */
  hits: string[] = [];
  port = 0;
  readonly #clients: GuardedHttp[] = [];

  constructor() {
    const server = createServer((request, response) => {
      this.hits.push(`${request.method} ${request.headers.host} ${request.url}`);
      this.handler(request, response);
    });
    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, resolve));
      this.port = (server.address() as AddressInfo).port;
    });
    afterEach(async () => {
      await Promise.all(this.#clients.splice(0).map((client) => client.close()));
      this.hits = [];
    });
    afterAll(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
  }

  #newClient(options: Partial<GuardedHttpOptions>): GuardedHttp {
    const client = new GuardedHttp({ egressAllow: [`127.0.0.1:${this.port}`], ...options });
    this.#clients.push(client);
    return client;
  }

  exchange(request: Partial<GuardedRequest> = {}, options: Partial<GuardedHttpOptions> = {}) {
    const url = `http://127.0.0.1:${this.port}/x`;
    return this.#newClient(options).exchange({ method: 'GET', url, headers: {}, ...request });
  }

  newHttp(
    options: Partial<GuardedHttpOptions> = {},
    secrets: string[] = [],
    toFault?: HttpSetting['toFault'],
  ): SignedHttp {
    return new SignedHttp({
      guarded: this.#newClient(options),
      clock: systemClock,
      mask: () => new SecretMask(secrets),
      base: `http://127.0.0.1:${this.port}/v3/company`,
      ...(toFault === undefined ? {} : { toFault }),
    });
  }
}
