import type { ApiAnswer, ApiClient } from './api-client.ts';

/** A step that keeps a value under a key; an empty key is refused, as an outside system would. */
export function keep(id: string, key: string, more: object = {}) {
  return { id, type: 'core.record-result@1', input: `{ 'collection': 'kept', 'key': ${key}, 'value': $ }`, ...more };
}

/** `a > b:port > c` as edges. */
export function edgesOf(...chains: readonly string[]) {
  return chains.flatMap((chain) => {
    const stops = chain.split('>').map((stop) => stop.trim().split(':'));
    return stops.slice(1).map(([to], at) => {
      const [from, port] = stops[at] ?? [];
      return port === undefined ? { from, to } : { from, port, to };
    });
  });
}

export async function publishFlow(api: ApiClient, document: object, name = 'Flow'): Promise<string> {
  const created = await api.post('/api/v1/flows', { name, document: { format: 1, ...document } });
  const published = await api.post(`/api/v1/flows/${created.body.id}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return created.body.id;
}

export async function startRun(api: ApiClient, flowId: string, payload: unknown = {}): Promise<string> {
  const started = await api.post(`/api/v1/flows/${flowId}/run`, { payload });
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  return started.body.runId;
}

export async function stepOf(api: ApiClient, runId: string, step: string): Promise<ApiAnswer['body']> {
  return (await api.get(`/api/v1/runs/${runId}/steps/${encodeURIComponent(step)}`)).body;
}

export async function keptKeys(api: ApiClient): Promise<readonly string[]> {
  const { body } = await api.get('/api/v1/records?collection=kept&limit=200');
  return body.items.map((item: { key: string }) => item.key);
}

/** Looks again and again until the run is as wanted. */
export async function until(
  api: ApiClient,
  runId: string,
  wanted: (run: ApiAnswer['body']) => boolean,
  patienceMs = 20_000,
): Promise<ApiAnswer['body']> {
  for (let look = 0; look < patienceMs / 50; look += 1) {
    const { body } = await api.get(`/api/v1/runs/${runId}`);
    if (wanted(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The run ${runId} does not come to what is wanted.`);
}
