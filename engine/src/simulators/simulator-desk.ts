import type { Connector, SimulatorAnswer, SimulatorRequest } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Log } from '../platform/log/log.ts';
import { type Complaint, RequestHost, Storm } from './request-host.ts';

export type DeskAnswer = { readonly kind: 'answer'; readonly answer: SimulatorAnswer } | { readonly kind: 'hang-up' };

/** Complaints kept to be looked at; all of them are in the log. */
const mostComplaints = 1_000;

function plain(status: number, message: string): DeskAnswer {
  return { kind: 'answer', answer: { status, body: { message } } };
}

function weatherAnswer(status: number): DeskAnswer {
  if (status === 0) return { kind: 'hang-up' };
  const headers = status === 429 ? { 'retry-after': '1' } : undefined;
  return {
    kind: 'answer',
    answer: { status, body: { message: 'The weather of this simulated company.' }, ...(headers && { headers }) },
  };
}

/** Where the simulator's tokens come from, when its connector says so without knowing a company. */
function isTokenPath(connector: Connector, path: string): boolean {
  const origin = 'http://simulator.invalid';
  const environment = connector.auth?.environments.find(({ id }) => id === 'simulator');
  try {
    const token = environment?.urls({ settings: {}, simulatorUrl: origin }).token;
    return token !== undefined && new URL(token).pathname === path;
  } catch {
    // Its address depends on settings, so it can't be told apart here.
    return false;
  }
}

/** Hands requests to the simulators and keeps what they complain about. */
export class SimulatorDesk {
  readonly complaints: (Complaint & { readonly simulator: string })[] = [];
  readonly #database: Database;
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(database: Database, catalog: Catalog, clock: Clock, log: Log) {
    this.#database = database;
    this.#catalog = catalog;
    this.#clock = clock;
    this.#log = log;
  }

  async handle(simulator: string, request: SimulatorRequest): Promise<DeskAnswer> {
    const connector = this.#catalog.findConnector(simulator);
    if (connector?.simulator === undefined) return plain(404, 'There is no such simulator.');
    const host = new RequestHost({
      database: this.#database,
      clock: this.#clock,
      simulator,
      path: request.path,
      sheltered: isTokenPath(connector, request.path),
      complain: (complaint) => this.#complain(simulator, complaint),
    });
    try {
      const answer = await connector.simulator.handle(request, host);
      return host.failure === undefined ? { kind: 'answer', answer } : weatherAnswer(host.failure.status);
    } catch (failure) {
      if (failure instanceof Storm && host.failure !== undefined) return weatherAnswer(host.failure.status);
      this.#log.error('simulator.failed', { simulator, cause: failure });
      return plain(500, 'The simulator itself failed.');
    }
  }

  #complain(simulator: string, complaint: Complaint): void {
    this.#log.warn('simulator.complaint', { simulator, ...complaint });
    this.complaints.push({ simulator, ...complaint });
    if (this.complaints.length > mostComplaints) this.complaints.shift();
  }
}
