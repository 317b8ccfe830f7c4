import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { workOrder } from './work.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const [before, between, after] = JSON.stringify(workOrder('@@')).split('@@');
let last = 0;

export function newId() {
  last += 1;
  return `${process.pid}-${Date.now().toString(36)}-${last}`;
}

export function bodyOf(id) {
  return before + id + between + id + after;
}

/** Status and text of the answer; status 0 when there was none. */
export function post(url, body, timeoutMs = 60_000) {
  return new Promise((resolve) => {
    const none = () => resolve({ status: 0, text: '' });
    const sending = httpRequest(
      url,
      {
        method: 'POST',
        agent,
        timeout: timeoutMs,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
        answer.on('error', none);
      },
    );
    sending.on('error', none);
    sending.on('timeout', () => sending.destroy());
    sending.end(body);
  });
}

export function quantile(values, part) {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
}

async function closedLoop({ clients, secs, begun, one }) {
  const client = async () => {
    while (performance.now() - begun < secs * 1_000) await one();
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function fixedRate({ rate, secs, begun, one }) {
  const all = [];
  for (let number = 0; number < rate * secs; number += 1) {
    const ahead = begun + (number * 1_000) / rate - performance.now();
    if (ahead > 1) await wait(ahead);
    all.push(one());
  }
  await Promise.all(all);
}

async function drained(stub, sent, limitMs = 60_000) {
  const until = performance.now() + limitMs;
  let [seen, quiet] = [-1, 0];
  while (stub.arrivals.size < sent.size && performance.now() < until && quiet < 40) {
    quiet = stub.state.count === seen ? quiet + 1 : 0;
    seen = stub.state.count;
    await wait(250);
  }
  await wait(300);
}

/** Sends orders and follows each to the stub: `clients` as fast as they are answered, or `rate` a second. */
export async function drive({ url, stub, meter, secs, clients = 1, rate }) {
  stub.reset();
  const sent = new Map();
  const acks = [];
  let [refused, memory] = [0, undefined];
  meter.start();
  const begun = performance.now();
  const one = async () => {
    const id = newId();
    const at = performance.now();
    sent.set(id, at);
    const { status } = await post(url, bodyOf(id));
    if (status >= 200 && status < 300) acks.push(performance.now() - at);
    else {
      refused += 1;
      sent.delete(id);
    }
  };
  const sampled = wait(secs * 800).then(() => {
    memory = meter.memory();
  });
  await (rate === undefined ? closedLoop({ clients, secs, begun, one }) : fixedRate({ rate, secs, begun, one }));
  await sampled;
  await drained(stub, sent);
  const spent = meter.stop();
  const ends = [...stub.arrivals].flatMap(([id, [first]]) => (sent.has(id) ? [first.at - sent.get(id)] : []));
  const done = Math.max(1, stub.arrivals.size);
  return {
    acknowledged: acks.length,
    refused,
    done: stub.arrivals.size,
    missing: sent.size - ends.length,
    bad: stub.state.bad,
    runsPerSec: Math.round((done / (stub.state.lastAt - begun)) * 10_000) / 10,
    ackP50: quantile(acks, 0.5),
    ackP99: quantile(acks, 0.99),
    endP50: quantile(ends, 0.5),
    endP99: quantile(ends, 0.99),
    cpuMsPerRun: Math.round(((spent.engineMs + spent.postgresMs) / done) * 1_000) / 1_000,
    engineMsPerRun: Math.round((spent.engineMs / done) * 1_000) / 1_000,
    postgresMsPerRun: Math.round((spent.postgresMs / done) * 1_000) / 1_000,
    otherCores: spent.otherCores,
    ...memory,
  };
}
