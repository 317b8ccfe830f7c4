import { expect, test } from '@jest/globals';
import type { Simulator } from '../simulator.ts';
import { memorySimulatorHost, simulatorHttp } from './memory-simulator.ts';

/** Counts its visits; a visit to `/broken` writes and then fails. */
const counter: Simulator = {
  create: async (store, { id }) => {
    await store.put('visits', 'count', 0);
    return { settings: { id }, secrets: {} };
  },
  handle: async (request, host) => {
    const count = await host.company('1', async (store) => {
      const next = Number(await store.get('visits', 'count')) + 1;
      await store.put('visits', 'count', next);
      if (request.path === '/broken') throw new Error('broken');
      return next;
    });
    return count === undefined
      ? { status: 404, body: 'no such company' }
      : { status: 200, body: { count, asked: request.query } };
  },
};

test('gives each request the company alone, and forgets what a broken one wrote', async () => {
  const host = memorySimulatorHost();
  await host.open(counter, { id: '1', name: 'One' });
  const http = simulatorHttp({ simulator: counter, host, path: '/', headers: {} });

  await expect(http.get('broken')).rejects.toThrow('broken');
  const texts = await Promise.all(
    ['a?x=1', 'b', 'c'].map(
      async (path) => (await http.send({ method: 'GET', path, query: { y: 2, z: undefined } })).text,
    ),
  );

  expect(texts.map((text) => JSON.parse(text))).toEqual([
    { count: 1, asked: { x: '1', y: '2' } },
    { count: 2, asked: { y: '2' } },
    { count: 3, asked: { y: '2' } },
  ]);
});

test('knows only the companies that were opened', async () => {
  const http = simulatorHttp({ simulator: counter, host: memorySimulatorHost(), path: '/', headers: {} });

  expect(await http.send({ method: 'GET', path: 'a' })).toMatchObject({ status: 404 });
  await expect(http.get('a')).rejects.toMatchObject({ code: 'test.refused' });
});
