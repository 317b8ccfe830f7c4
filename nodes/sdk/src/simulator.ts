import type { Json } from './json.ts';

export interface SimulatorRequest {
  readonly method: string;
  /** Below the simulator's own address, with a leading slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SimulatorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string. */
  readonly body: Json;
}

/** The memory of one simulated company. Writes of one request happen together or not at all. */
export interface SimulatorStore {
  get(collection: string, id: string): Promise<Json | undefined>;
  put(collection: string, id: string, value: Json): Promise<void>;
  delete(collection: string, id: string): Promise<void>;
  /** In the order of their first writing. */
  list(collection: string): Promise<readonly Json[]>;
  /** The next whole number of a sequence, from 1. */
  next(sequence: string): Promise<number>;
}

export interface SimulatorHost {
  /** Runs `work` on one company's memory, alone: no other request sees it half done. `undefined` when no such company exists. */
  company<Result>(companyId: string, work: (store: SimulatorStore) => Promise<Result>): Promise<Result | undefined>;
  /** Epoch milliseconds. */
  now(): number;
  /** An unguessable text for tokens. */
  token(): string;
  /** Says loudly that a request, or the simulator's own answer, breaks the specification. */
  complain(complaint: { readonly where: 'request' | 'answer'; readonly problem: string }): void;
}

/** A stand-in for an outside system that checks what it is sent, and what it answers. */
export interface Simulator {
  /** Fills a new company so that it can be worked with, and returns the settings and secrets of a connection to it. */
  create(
    store: SimulatorStore,
    company: { readonly id: string; readonly name: string; readonly host: Pick<SimulatorHost, 'now' | 'token'> },
  ): Promise<{
    readonly settings: Readonly<Record<string, Json>>;
    readonly secrets: Readonly<Record<string, string>>;
  }>;
  /** Which company a request belongs to, before anything else is known: from its path or its credentials. */
  handle(request: SimulatorRequest, host: SimulatorHost): Promise<SimulatorAnswer>;
}
