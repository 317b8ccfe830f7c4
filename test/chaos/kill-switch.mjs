/**
 * Loaded into an engine before its own code (`node --import`). It sees each statement that goes to Postgres and each request
 * that goes out, and where it was told to it ends the process with SIGKILL, or cuts all its connections to Postgres. The
 * engine doesn't know of it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';

/** The engine's own copies. */
const ofEngine = createRequire(new URL('../../engine/package.json', import.meta.url));
const pg = ofEngine('pg');
const { Agent } = ofEngine('undici');

const { CHAOS_WORLD, CHAOS_POISON, CHAOS_NEW_KEYS, CHAOS_NO_INTENTS } = process.env;

/** What follows from a delivery, in contrast to what the engine does by the clock. */
const ofDelivery = new AsyncLocalStorage();
/** Places passed since the switch was armed. */
let passed = [];
let badPlace;
let harm = die;
const clients = new Set();

function die() {
  process.kill(process.pid, 'SIGKILL');
}

function cut() {
  for (const client of clients) client.connection.stream.destroy();
  clients.clear();
}

function pass(place) {
  passed.push(place);
  if (passed.length === badPlace) harm();
}

process.on('message', (order) => {
  if (order.kind === 'arm') {
    passed = [];
    badPlace = order.place;
    harm = order.harm === 'cut' ? cut : die;
  }
  process.send({ kind: order.kind, passed });
});
process.channel?.unref();

channel('http.server.request.start').subscribe(({ request }) => {
  ofDelivery.enterWith(request.url.startsWith('/hooks/') ? request.url : undefined);
});

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function countedQuery(...args) {
  clients.add(this);
  const text = typeof args[0] === 'string' ? args[0] : args[0]?.text;
  // What many runs have written together belongs to none of them; here there is one delivery at a time.
  const ofRuns = args[0]?.name?.startsWith('journal ') === true;
  // A transaction that only begins has done nothing: its first statement is the place.
  if ((ofDelivery.getStore() === undefined && !ofRuns) || text === undefined || text.startsWith('BEGIN'))
    return query.apply(this, args);
  const name = ofRuns ? args[0].name : text.trim().replaceAll(/\s+/g, ' ').slice(0, 40);
  pass(`before ${name}`);
  const told = args.at(-1);
  if (typeof told === 'function') {
    args[args.length - 1] = (...answer) => {
      pass(`after ${name}`);
      told(...answer);
    };
    return query.apply(this, args);
  }
  const asked = query.apply(this, args);
  if (typeof asked?.then !== 'function') return asked;
  return asked.then((answer) => {
    pass(`after ${name}`);
    return answer;
  });
};

/** An engine that sends without having written down that it will: the checks must notice. */
if (CHAOS_NO_INTENTS !== undefined) {
  const { PostgresRunStore } = await import('../../engine/dist/runs/store/run-store.postgres.js');
  const { append } = PostgresRunStore.prototype;
  PostgresRunStore.prototype.append = function appendResultsOnly(run, facts) {
    if (facts.some(({ fact }) => fact.kind !== 'intended')) return append.call(this, run, facts);
    const entries = facts.map((fact, index) => ({ ...fact, seq: run.lastSeq + 1 + index, atMs: Date.now() }));
    return Promise.resolve({ lastSeq: run.lastSeq + facts.length, cancelRequested: false, entries });
  };
}

/** Requests to a simulator go to the one in another process, which outlives this one. */
const { dispatch } = Agent.prototype;
Agent.prototype.dispatch = function dispatchToWorld(options, handler) {
  const toSimulator = options.path.startsWith('/simulators/');
  const origin = toSimulator && CHAOS_WORLD !== undefined ? CHAOS_WORLD : options.origin;
  const path =
    CHAOS_NEW_KEYS === undefined
      ? options.path
      : options.path.replace(/requestid=[^&]+/, () => `requestid=${crypto.randomUUID()}`);
  return dispatch.call(this, { ...options, origin, path }, handler);
};

const counted = new WeakMap();
channel('undici:request:create').subscribe(({ request }) => {
  const sentence = decodeURIComponent(request.path.replaceAll('+', ' '));
  if (CHAOS_POISON !== undefined && sentence.includes(CHAOS_POISON)) die();
  if (ofDelivery.getStore() === undefined) return;
  const name = `${request.method} ${request.path.split('?')[0].split('/').slice(-1)}`;
  counted.set(request, name);
  pass(`before ${name}`);
});
channel('undici:request:bodySent').subscribe(({ request }) => {
  const name = counted.get(request);
  // One turn later, so that the bytes have left this process.
  if (name !== undefined) setImmediate(pass, `sent ${name}`);
});
channel('undici:request:headers').subscribe(({ request }) => {
  const name = counted.get(request);
  if (name !== undefined) pass(`answered ${name}`);
});
