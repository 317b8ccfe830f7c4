import { Fault } from '../fault.ts';
import type { Http, HttpAnswer, HttpCall, HttpOptions } from '../http.ts';
import type { Json } from '../json.ts';
import type { Simulator, SimulatorAnswer, SimulatorHost, SimulatorStore } from '../simulator.ts';
import { Untrusted } from '../untrusted.ts';

export interface Complaint {
  readonly where: 'request' | 'answer';
  readonly problem: string;
}

export interface MemorySimulatorHost extends SimulatorHost {
  /** Everything that the simulator complained about; a test of good manners expects it empty. */
  readonly complaints: readonly Complaint[];
  /** Moves the clock, in milliseconds. */
  pass(ms: number): void;
  /** Opens a new company, and returns the settings and secrets of a connection to it. */
  open(simulator: Simulator, company: { readonly id: string; readonly name: string }): ReturnType<Simulator['create']>;
}

type Collections = Map<string, Map<string, Json>>;

interface Memory {
  collections: Collections;
  sequences: Map<string, number>;
}

function copy({ collections, sequences }: Memory): Memory {
  return {
    collections: new Map([...collections].map(([name, held]) => [name, new Map(held)])),
    sequences: new Map(sequences),
  };
}

function storeOn(memory: Memory): SimulatorStore {
  const held = (collection: string): Map<string, Json> => {
    const found = memory.collections.get(collection) ?? new Map<string, Json>();
    memory.collections.set(collection, found);
    return found;
  };
  return {
    get: async (collection, id) => structuredClone(held(collection).get(id)),
    put: async (collection, id, value) => void held(collection).set(id, structuredClone(value)),
    delete: async (collection, id) => void held(collection).delete(id),
    list: async (collection) => structuredClone([...held(collection).values()]),
    next: async (sequence) => {
      const value = (memory.sequences.get(sequence) ?? 0) + 1;
      memory.sequences.set(sequence, value);
      return value;
    },
  };
}

/** Keeps simulated companies in memory, as the engine keeps them in its database: one request at a time, all or nothing. */
export function memorySimulatorHost({
  now = Date.UTC(2026, 10, 22, 12),
}: {
  readonly now?: number;
} = {}): MemorySimulatorHost {
  const companies = new Map<string, Memory>();
  const complaints: Complaint[] = [];
  let time = now;
  let tokens = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function alone<Result>(
    companyId: string,
    work: (store: SimulatorStore) => Promise<Result>,
  ): Promise<Result | undefined> {
    const memory = companies.get(companyId);
    if (memory === undefined) return undefined;
    const draft = copy(memory);
    const result = await work(storeOn(draft));
    companies.set(companyId, draft);
    return result;
  }

  const host: MemorySimulatorHost = {
    complaints,
    pass: (ms) => {
      time += ms;
    },
    company: (companyId, work) => {
      const turn = last.then(() => alone(companyId, work));
      last = turn.catch(() => undefined);
      return turn;
    },
    now: () => time,
    token: () => `token-${++tokens}`,
    complain: (complaint) => void complaints.push(complaint),
    open: async (simulator, company) => {
      const memory: Memory = { collections: new Map(), sequences: new Map() };
      const connection = await simulator.create(storeOn(memory), { ...company, host });
      companies.set(company.id, memory);
      return connection;
    },
  };
  return host;
}

export interface SimulatorLine {
  readonly simulator: Simulator;
  readonly host: SimulatorHost;
  /** What relative paths are below, such as `/v3/company/1/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly toFault?: ((answer: HttpAnswer) => Fault | undefined) | undefined;
}

function toHttpAnswer({ status, headers = {}, body }: SimulatorAnswer): HttpAnswer {
  return { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

function toTexts(query: HttpOptions['query'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** An `Http` that talks to a simulator without a network, and reads refusals as the connector does. */
export function simulatorHttp({ simulator, host, path, headers, toFault }: SimulatorLine): Http {
  const send = async (call: HttpCall): Promise<HttpAnswer> => {
    const content = call.body === undefined ? {} : { 'content-type': 'application/json' };
    const [below = '', question] = call.path.split('?', 2);
    const answer = await simulator.handle(
      {
        method: call.method,
        path: path + below,
        query: { ...Object.fromEntries(new URLSearchParams(question)), ...toTexts(call.query) },
        headers: { accept: 'application/json', ...content, ...headers, ...call.headers },
        body: typeof call.body === 'string' ? call.body : (JSON.stringify(call.body) ?? ''),
      },
      host,
    );
    return toHttpAnswer(answer);
  };
  const ask = async (call: HttpCall): Promise<Untrusted> => {
    const answer = await send(call);
    if (answer.status < 300) return new Untrusted(JSON.parse(answer.text));
    throw (
      toFault?.(answer) ??
      new Fault('unavailable', 'test.refused', `The simulator answered ${answer.status}: ${answer.text}`, {
        doubtful: true,
      })
    );
  };
  return {
    send,
    get: (to, options) => ask({ method: 'GET', path: to, ...options }),
    post: (to, body, options) => ask({ method: 'POST', path: to, body, ...options }),
    put: (to, body, options) => ask({ method: 'PUT', path: to, body, ...options }),
    patch: (to, body, options) => ask({ method: 'PATCH', path: to, body, ...options }),
    delete: (to, options) => ask({ method: 'DELETE', path: to, ...options }),
  };
}
