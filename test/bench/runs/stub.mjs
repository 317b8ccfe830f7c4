import { createServer } from 'node:http';

/** The outside system: counts what arrives by order and by idempotency key. */
export async function openStub({ delayMs = 0 } = {}) {
  const arrivals = new Map();
  const state = { count: 0, bad: 0, lastAt: 0 };
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      note(Buffer.concat(parts), String(request.headers['idempotency-key']));
      const answer = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"ok":true}');
      };
      if (delayMs === 0) answer();
      else setTimeout(answer, delayMs);
    });
  });
  function note(bytes, key) {
    let id;
    try {
      const body = JSON.parse(bytes.toString());
      id = body.id;
      if (!(body.total > 1_000)) state.bad += 1;
    } catch {
      state.bad += 1;
    }
    state.count += 1;
    state.lastAt = performance.now();
    const known = arrivals.get(id);
    if (known === undefined) arrivals.set(id, [{ at: state.lastAt, key }]);
    else known.push({ at: state.lastAt, key });
  }
  server.keepAliveTimeout = 120_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    address: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/sink`,
    arrivals,
    state,
    reset() {
      arrivals.clear();
      Object.assign(state, { count: 0, bad: 0, lastAt: 0 });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
