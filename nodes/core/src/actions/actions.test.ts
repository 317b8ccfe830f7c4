import type { WorkbookReader, WorkbookRequest } from '@invoicepatch/sdk';
import { fakeHttp, memoryRecords, runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { httpGet } from './http-get.ts';
import { httpRequest } from './http-request.ts';
import { httpRequestWithKey } from './http-request-with-key.ts';
import { readWorkbook } from './read-workbook.ts';
import { recordResult } from './record-result.ts';

const place = 'https://api.example.com/sheets/{id}';

test('fetches from the filled address', async () => {
  const http = fakeHttp({ 'GET https://api.example.com/sheets/a%2F..%2Fb': { ok: true } });

  const answer = await runAction(httpGet, {
    config: { url: place },
    input: { path: { id: 'a/../b' }, query: { page: 2 } },
    http,
  });

  expect(answer).toEqual({ body: { ok: true } });
  expect(http.sent[0]).toMatchObject({ query: { page: 2 } });
});

test.each([[{}], [{ id: '..' }], [{ id: '.' }], [{ other: 1 }]])('refuses to guess a place: %j', async (path) => {
  const asked = runAction(httpGet, { config: { url: place }, input: { path }, http: fakeHttp({}) });

  await expect(asked).rejects.toMatchObject({ code: 'http-request.no-place' });
});

test.each([
  'ftp://example.com/',
  '/relative',
  'https://{host}/x',
  'https://user:pw@example.com/',
  'https://user@example.com/',
  'not an address',
])('refuses the address %s', (url) => {
  expect(httpGet.config?.safeParse({ url }).success).toBe(false);
});

test.each(['Authorization', 'Cookie', 'X-Api-Key', 'Host', 'Transfer-Encoding'])('refuses the header %s', (name) => {
  expect(httpGet.config?.safeParse({ url: 'https://example.com/', headers: { [name]: 'x' } }).success).toBe(false);
});

test('sends under the key of the effect', async () => {
  const http = fakeHttp({ 'PUT https://example.com/a': { id: 7 } });
  const config = { method: 'PUT', url: 'https://example.com/a', headers: { accept: 'application/json' } };

  const answer = await runAction(httpRequest, { config, input: { body: { hours: '7.50' } }, http, key: 'k1' });

  expect(answer).toEqual({ body: { id: 7 } });
  expect(http.sent[0]).toMatchObject({
    body: { hours: '7.50' },
    headers: { accept: 'application/json', 'Idempotency-Key': 'k1' },
  });
});

test('a request is repeated only where the receiver keeps the key', async () => {
  const http = fakeHttp({ 'POST https://example.com/a': null });

  await runAction(httpRequestWithKey, {
    config: { url: 'https://example.com/a', keyHeader: 'X-Request-Id' },
    input: {},
    http,
    key: 'k2',
  });

  expect(http.sent[0]).toMatchObject({ headers: { 'X-Request-Id': 'k2' } });
  expect(httpRequestWithKey.effect).toEqual({ kind: 'write', repeat: 'key' });
  expect(httpRequest.effect).toEqual({ kind: 'write', repeat: 'none' });
});

test('a DELETE with a body is refused before anything is sent', async () => {
  const http = fakeHttp({});
  const config = { method: 'DELETE', url: 'https://example.com/a' };

  await expect(runAction(httpRequest, { config, input: { body: 1 }, http })).rejects.toMatchObject({
    code: 'http-request.body-in-delete',
  });
  expect(http.sent).toEqual([]);
});

test('reads the sheet and the columns that it was told', async () => {
  const asked: WorkbookRequest[] = [];
  const rows = { sheet: 'Hours', rows: [{ row: 2, hours: '7.50' }], problems: [], rowCount: 1 };
  const workbooks: WorkbookReader = {
    read: async (request) => {
      asked.push(request);
      return rows;
    },
  };
  const fileId = '0190a3c8-5a52-7c00-8000-000000000001';
  const columns = [{ field: 'hours', headings: ['Hours', 'Heures'], type: 'decimal' }];

  const read = await runAction(readWorkbook, { config: { sheet: 'Hours', columns }, input: { fileId }, workbooks });

  expect(read).toEqual(rows);
  expect(asked).toEqual([{ fileId, sheet: 'Hours', columns: [{ ...columns[0], required: true }] }]);
});

test('refuses two columns for one field', () => {
  const column = { field: 'hours', headings: ['Hours'], type: 'decimal' };

  expect(readWorkbook.config?.safeParse({ columns: [column, column] }).success).toBe(false);
});

test('keeps a result where it can be found', async () => {
  const records = memoryRecords();
  const input = { collection: 'timesheets', key: 'TS-1', value: { invoice: '58' } };

  expect(await runAction(recordResult, { input, records })).toEqual(input);
  expect(await records.find('timesheets', 'TS-1')).toEqual({ invoice: '58' });
});
