import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

const slug = 'approved-hours-to-quickbooks-invoice';
const empty = { format: 1, nodes: [{ id: 'start', type: 'core.manual@1' }], edges: [] };

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});

afterAll(() => engine.stop());

test('a template without a connection to choose becomes a draft that publishing asks to complete', async () => {
  const imported = await api.post(`/api/v1/templates/${slug}/import`);
  const published = await api.post(`/api/v1/flows/${imported.body.id}/publish`);

  expect(imported.status).toBe(201);
  expect(published.body.code).toBe('flow.not-publishable');
  expect(published.body.errors.map(({ code }: { code: string }) => code)).toContain('flow.missing-connection');
});

test('a template takes the only connection that fits', async () => {
  await api.post('/api/v1/connections/simulated', { auth: 'quickbooks-online', name: 'Only books' });

  const imported = await api.post(`/api/v1/templates/${slug}/import`);

  expect((await api.post(`/api/v1/flows/${imported.body.id}/publish`)).status).toBe(200);
});

test('a draft is guarded by its revision, and overwritten when none is named', async () => {
  const { body: flow } = await api.post('/api/v1/flows', { name: 'Draft', document: empty });
  const change = (more: object) => api.put(`/api/v1/flows/${flow.id}/draft`, { document: empty, ...more });

  const [first, stale, forced] = [
    await change({ revision: flow.revision }),
    await change({ revision: flow.revision }),
    await change({}),
  ];

  expect([first?.status, stale?.status, forced?.status]).toEqual([200, 409, 200]);
});
