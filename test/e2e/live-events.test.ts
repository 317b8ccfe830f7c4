import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../engine/src/create-app.ts';
import { RunFeed } from '../../engine/src/runs/looking/events/run-feed.ts';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;
let flowId: string;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
  const document = {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'ask', type: 'core.approval@1', config: { question: 'Go on?' } },
      {
        id: 'keep',
        type: 'core.record-result@1',
        input: "{ 'collection': 'kept', 'key': $run.id, 'value': 'canary-output' }",
      },
    ],
    edges: [
      { from: 'start', to: 'ask' },
      { from: 'ask', port: 'approved', to: 'keep' },
    ],
  };
  flowId = (await api.post('/api/v1/flows', { name: 'Asks', document })).body.id;
  await api.post(`/api/v1/flows/${flowId}/publish`);
});
afterAll(() => engine.stop());

interface Message {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: { readonly id?: string; readonly status?: string; readonly kind?: string };
}

/** A stream of server-sent events as a script reads it. */
class Stream {
  readonly messages: Message[] = [];
  text = '';
  readonly #leave = new AbortController();
  readonly #url: string;
  #done: Promise<void> = Promise.resolve();

  constructor(url = engine.url) {
    this.#url = url;
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      headers: { authorization: `Bearer ${engine.ownerToken}`, accept: 'text/event-stream', ...headers },
      signal: this.#leave.signal,
    });
    if (answer.ok && answer.body !== null) this.#done = this.#read(answer.body).catch(() => undefined);
    return answer;
  }

  async until(found: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const message = this.messages.find(found);
      if (message !== undefined) return message;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async end(): Promise<void> {
    await this.#done;
  }

  async close(): Promise<void> {
    this.#leave.abort();
    await this.#done;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const text = decoder.decode(chunk, { stream: true });
      this.text += text;
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const data = fields.get('data');
    if (data !== undefined)
      this.messages.push({ event: fields.get('event') ?? '', id: fields.get('id'), data: JSON.parse(data) });
  }
}

const start = async (): Promise<string> => (await api.post(`/api/v1/flows/${flowId}/run`, { payload: {} })).body.runId;
const approve = (runId: string) => api.post(`/api/v1/runs/${runId}/steps/ask/answer`, { port: 'approved' });

test('a run is followed to its end, fact by fact, and then the stream ends', async () => {
  const runId = await start();
  await api.settled(runId);
  const stream = new Stream();
  const answer = await stream.open(`/api/v1/runs/${runId}/events`);
  await stream.until(({ data }) => data.status === 'needs-person');

  await approve(runId);
  await stream.end();

  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const told = stream.messages
    .filter(({ event }) => event !== 'heartbeat')
    .map(({ event, data }) => data.kind ?? `${event} ${data.status}`);
  expect(told.filter((word) => !word.startsWith('run '))).toEqual(['answered', 'intended', 'confirmed']);
  expect(told.at(-1)).toBe('run succeeded');
  expect(stream.text).not.toContain('canary');
});

test('who was cut off hears the rest, each fact once', async () => {
  const runId = await start();
  await api.settled(runId);
  const first = new Stream();
  await first.open(`/api/v1/runs/${runId}/events`);
  const { id } = await first.until(({ data }) => data.status === 'needs-person');
  await first.close();
  await approve(runId);
  await api.settled(runId);

  const second = new Stream();
  await second.open(`/api/v1/runs/${runId}/events`, { 'last-event-id': String(id) });
  await second.end();

  const kinds = second.messages.flatMap(({ data }) => data.kind ?? []);
  expect(kinds).toEqual(['answered', 'intended', 'confirmed']);
});

test('the stream of a company tells of new runs and of those that move', async () => {
  const stream = new Stream();
  await stream.open('/api/v1/events/stream');
  await stream.until(({ event }) => event === 'heartbeat');

  const runId = await start();
  await stream.until(({ data }) => data.id === runId && data.status === 'needs-person');
  await approve(runId);
  await stream.until(({ data }) => data.id === runId && data.status === 'succeeded');
  await stream.close();

  expect(stream.text).not.toContain('canary');
});

test('a stream needs a log-in and a run that is there, and lets go of what it holds', async () => {
  const feed = engine.app.nest.get(RunFeed);
  const unknown = await new Stream().open('/api/v1/runs/00000000-0000-4000-8000-000000000000/events');
  const stranger = await fetch(`${engine.url}/api/v1/events/stream`);
  const stream = new Stream();
  await stream.open('/api/v1/events/stream');
  await stream.until(({ event }) => event === 'heartbeat');
  expect(feed.open).toBeGreaterThan(0);

  await stream.close();
  while (feed.open > 0) await new Promise((resolve) => setTimeout(resolve, 25));

  expect([unknown.status, stranger.status]).toEqual([404, 401]);
  expect((await unknown.json()).code).toBe('run.not-found');
});

test('another engine on the same database tells of the runs of this one', async () => {
  const { config, log } = engine.app.platform;
  const second = await createApp({ ...config, port: 0 }, { log });
  try {
    const runId = await start();
    await api.settled(runId);
    const stream = new Stream(second.url);
    await stream.open(`/api/v1/runs/${runId}/events`);
    await stream.until(({ data }) => data.status === 'needs-person');

    await approve(runId);
    await stream.end();

    expect(stream.messages.at(-1)?.data.status).toBe('succeeded');
  } finally {
    await second.close();
  }
});
