import type { HttpCall } from '@invoicepatch/sdk';
import { fakeHttp, runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { query } from './query.ts';

/** As QuickBooks: never more than a thousand rows in one answer. */
function shelfOf(count: number) {
  return fakeHttp({
    'GET query': (call: HttpCall) => {
      const [, start = '1', size = '100'] =
        /startposition (\d+) maxresults (\d+)$/.exec(String(call.query?.['query'])) ?? [];
      const length = Math.max(0, Math.min(Number(size), 1_000, count - Number(start) + 1));
      return {
        QueryResponse:
          length === 0 ? {} : { Item: Array.from({ length }, (_, index) => ({ Id: String(Number(start) + index) })) },
      };
    },
  });
}

test('reads past the thousand rows that one answer holds', async () => {
  const http = shelfOf(2_345);

  const { rows, complete } = await runAction(query, { input: { query: 'select * from Item', limit: 5_000 }, http });

  expect(rows).toHaveLength(2_345);
  expect(rows.at(-1)).toEqual({ Id: '2345' });
  expect(complete).toBe(true);
  expect(http.sent).toHaveLength(3);
});

test.each([
  [1_000, 1_000, true],
  [1_001, 1_000, false],
  [12, 10, false],
  [0, 10, true],
])('of %i rows reads %i, and says whether that is all: %s', async (count, limit, complete) => {
  const answer = await runAction(query, { input: { query: 'select * from Item', limit }, http: shelfOf(count) });

  expect(answer).toMatchObject({ complete });
  expect(answer.rows).toHaveLength(Math.min(count, limit));
});

test('counts', async () => {
  const http = fakeHttp({ 'GET query': { QueryResponse: { totalCount: 12 } } });

  expect(await runAction(query, { input: { query: 'select count(*) from Item' }, http })).toEqual({
    rows: [],
    total: 12,
    complete: true,
  });
});

test('takes only a select that leaves the paging to it', () => {
  for (const text of ['delete from Item', 'select * from Item maxresults 5', ' '])
    expect(query.input.safeParse({ query: text }).success).toBe(false);
});
