import type { Api } from './api.ts';

/** One event of a stream. */
export interface LiveEvent {
  readonly type: string;
  readonly id: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events of a path, for as long as it lasts; a stream that breaks is taken up where it broke. */
export async function* listen(
  api: Api,
  path: string,
  isLast: (event: LiveEvent) => boolean,
): AsyncGenerator<LiveEvent> {
  let last: string | undefined;
  for (;;) {
    for await (const event of readStream(api, path, last)) {
      last = event.id ?? last;
      if (event.type === 'heartbeat') continue;
      yield event;
      if (isLast(event)) return;
    }
  }
}

async function* readStream(api: Api, path: string, last: string | undefined): AsyncGenerator<LiveEvent> {
  const headers = { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': last }) };
  const { body } = await api.open(path, { headers });
  if (body === null) return;
  let rest = '';
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) yield* parseBlock(block);
    }
  } catch {
    // The connection broke; whoever listens opens it again.
  }
}

function* parseBlock(block: string): Generator<LiveEvent> {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')] as const;
    }),
  );
  const data = fields.get('data');
  if (data !== undefined)
    yield { type: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) };
}
