import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import { openLog } from '../../engine/src/platform/log/log.pino.ts';
import { ApiClient } from '../support/api-client.ts';
import { startBareEngine, startTestEngine, type TestEngine, testOwner } from '../support/engine.ts';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status?: { readonly code?: number; readonly message?: string };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

let collector: Server;
let engine: TestEngine;
let api: ApiClient;
/** Everything that the collector was sent, as text and as spans. */
let received = '';
const spans: OtlpSpan[] = [];
const paths = new Set<string>();

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      paths.add(String(request.url));
      received += body;
      for (const { scopeSpans } of JSON.parse(body).resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const { port } = collector.address() as AddressInfo;
  engine = await startTestEngine({ tracesEndpoint: `http://127.0.0.1:${port}/` });
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(async () => {
  collector.close();
  await engine.stop().catch(() => undefined);
});

const document = {
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    {
      id: 'total',
      type: 'core.transform@1',
      config: { expression: "bad ? $error('canary-fault') : { 'canary': secret }" },
    },
    {
      id: 'keep',
      type: 'core.record-result@1',
      input: "{ 'collection': 'kept', 'key': $run.id, 'value': canary }",
    },
  ],
  edges: [
    { from: 'start', to: 'total' },
    { from: 'total', to: 'keep' },
  ],
};

const attributesOf = ({ attributes }: OtlpSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

test('metrics tell of runs, evaluations and effects, and name no tenant, flow or run', async () => {
  const { body: flow } = await api.post('/api/v1/flows', { name: 'canary-flow', document });
  await api.post(`/api/v1/flows/${flow.id}/publish`);
  const start = async (payload: object) => {
    const { body } = await api.post(`/api/v1/flows/${flow.id}/run`, { payload });
    return api.settled(body.runId);
  };
  const [good, bad] = [await start({ secret: 'canary-secret' }), await start({ bad: true })];

  const answer = await fetch(`${engine.url}/metrics`);
  const text = await answer.text();

  expect([good.status, bad.status, answer.status]).toEqual(['succeeded', 'failed', 200]);
  for (const line of [
    'invoicepatch_runs_released_total{status="succeeded"} 1',
    'invoicepatch_runs_released_total{status="failed"} 1',
    'invoicepatch_run_duration_seconds_count{status="succeeded"} 1',
    'invoicepatch_effects_total{connector="core",outcome="confirmed"} 1',
    'invoicepatch_evaluations_total{language="jsonata",outcome="fault"} 1',
    'invoicepatch_runs_due 0',
    'invoicepatch_event_streams 0',
  ])
    expect(text.split('\n')).toContain(line);
  for (const word of ['canary', flow.id, good.id, '[0-9a-f]{8}-[0-9a-f]{4}'])
    expect(text).not.toMatch(new RegExp(word));
});

test('who comes through a proxy reads no metrics without the token', async () => {
  const answer = await fetch(`${engine.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });

  expect([answer.status, (await answer.json()).code]).toEqual([403, 'metrics.not-from-here']);
});

test('each run is a trace under its own id, with a span for each step and nothing that went through', async () => {
  const { items } = (await api.get('/api/v1/runs')).body;
  const good = items.find(({ status }: { status: string }) => status === 'succeeded');
  const bad = items.find(({ status }: { status: string }) => status === 'failed');

  await engine.app.platform.tracing?.close();

  const of = (run: { id: string }) => spans.filter(({ traceId }) => traceId === run.id.replaceAll('-', ''));
  const root = of(good).find(({ name }) => name === 'run');
  expect(paths).toEqual(new Set(['/v1/traces']));
  expect(
    of(good)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['run', 'step keep', 'step total']);
  expect(
    of(good)
      .filter(({ name }) => name !== 'run')
      .map(({ parentSpanId }) => parentSpanId),
  ).toEqual([root?.spanId, root?.spanId]);
  const keep = of(good).find(({ name }) => name === 'step keep');
  expect(attributesOf(keep as OtlpSpan)).toMatchObject({
    'invoicepatch.run.id': good.id,
    'invoicepatch.step': 'keep',
    'invoicepatch.node.type': 'core.record-result@1',
    'invoicepatch.outcome': 'confirmed',
  });
  const failed = of(bad).find(({ name }) => name === 'step total');
  expect(failed?.status).toMatchObject({ code: 2 });
  expect(received).not.toContain('canary');
});

test('the log names runs that somebody must look at, with nothing that went through', async () => {
  const lines: string[] = [];
  const watched = await startBareEngine(
    {},
    { log: openLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }) },
  );
  const { nest, platform, url } = watched.app;
  await ensureOwner(
    { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) },
    { ...testOwner, tenant: { name: 'Maple', slug: 'maple' } },
  );
  const { body } = await new ApiClient(url).post('/api/v1/auth/login', testOwner);
  const owner = new ApiClient(url, body.token);
  const { body: flow } = await owner.post('/api/v1/flows', { name: 'canary-flow', document });
  await owner.post(`/api/v1/flows/${flow.id}/publish`);
  const started = await owner.post(`/api/v1/flows/${flow.id}/run`, { payload: { bad: true, secret: 'canary-secret' } });
  await owner.settled(started.body.runId);
  await watched.stop();

  const failed = lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'run.failed');
  expect(failed).toMatchObject({ level: 'warn', runId: started.body.runId, flowId: flow.id, step: 'total' });
  expect(lines.join('')).not.toContain('canary');
});
