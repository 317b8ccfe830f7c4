import { expect, test } from '@jest/globals';
import { minute, TriggerHouse } from '../../../test/support/houses/trigger-house.ts';
import { toHookRequest } from './hook-request.ts';

const house = new TriggerHouse();

test('a delivery is a run before it is answered, and the same delivery is the same run', async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1' });

  const first = await house.send(flow, '{"hours":"7.50"}', { 'idempotency-key': 'k1' });
  const again = await house.send(flow, '{"hours":"7.50"}', { 'idempotency-key': 'k1' });
  await house.send(flow, '{"hours":"8.00"}');

  expect(first).toEqual({ status: 202, body: { runId: expect.any(String), duplicate: false } });
  expect(again).toEqual({ status: 202, body: { ...Object(first.body), duplicate: true } });
  expect(await house.payloads()).toEqual([{ hours: '7.50' }, { hours: '8.00' }]);
});

test('a storm of one delivery is one run', async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1' });

  const storm = await Promise.all(Array.from({ length: 20 }, () => house.send(flow, '{}', { 'x-delivery-id': 'd1' })));

  expect(new Set(storm.map(({ body }) => Object(body).runId)).size).toBe(1);
  expect(await house.payloads()).toHaveLength(1);
});

test('what is refused starts nothing', async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1', config: { signature: 'hmac-sha256' } });
  await house.book.setSecret({ tenantId: house.tenantId, flowId: flow.id, nodeId: 'hours' }, 'a secret that both know');

  await expect(house.send(flow, '{}', { 'x-signature': '0'.repeat(64) })).rejects.toMatchObject({
    code: 'hook.bad-signature',
  });
  await expect(house.hooks.receive('x'.repeat(32), toHookRequest({ headers: {} }))).rejects.toMatchObject({
    code: 'hook.not-found',
  });
  expect(await house.payloads()).toEqual([]);
});

test('a sender that waits gets what the flow responds, else the run', async () => {
  const config = { answer: 'when-responded', timeoutSeconds: 1 };
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1', config });
  const { runId } = Object((await house.send(flow, '{}', { 'idempotency-key': 'early' })).body);
  house.responses.tell(runId, { status: 201, body: { invoice: '58' } });

  expect(await house.send(flow, '{}', { 'idempotency-key': 'early' })).toEqual({
    status: 201,
    body: { invoice: '58' },
  });
});

test('a sent file is kept, and its content tells files apart', async () => {
  const flow = await house.publish({ id: 'drop', type: 'core.file-drop@1' });

  const first = await house.send(flow, 'PK-one', { 'x-file-name': 'hours.xlsx' });
  const same = await house.send(flow, 'PK-one', { 'x-file-name': 'renamed.xlsx' });
  await house.send(flow, 'PK-two', { 'x-file-name': 'hours.xlsx' });

  expect(same.body).toEqual({ ...Object(first.body), duplicate: true });
  expect(await house.payloads()).toMatchObject([
    { name: 'hours.xlsx', sizeBytes: 6, fileId: expect.any(String) },
    { name: 'hours.xlsx', sizeBytes: 6 },
  ]);
});

test('a key that was used for another body is refused, and nothing starts', async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1' });
  const key = { 'idempotency-key': 'k1' };
  const first = await house.send(flow, '{"hours":"7.50","job":"a"}', key);

  const same = await house.send(flow, '{"job":"a", "hours":"7.50"}', key);
  const other = house.send(flow, '{"hours":"8.00"}', key);

  await expect(other).rejects.toMatchObject({ kind: 'conflict', code: 'hook.key-reused' });
  expect(same.body).toEqual({ ...Object(first.body), duplicate: true });
  expect(await house.payloads()).toEqual([{ hours: '7.50', job: 'a' }]);
});

test("a sender's own delivery id may come with another body: its retries can carry the time", async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1' });
  await house.send(flow, '{"attempt":1}', { 'x-delivery-id': 'd1' });

  expect((await house.send(flow, '{"attempt":2}', { 'x-delivery-id': 'd1' })).body).toMatchObject({ duplicate: true });
});

test('one address takes so many deliveries a minute; more are refused before anything is kept', async () => {
  const flow = await house.publish({ id: 'hours', type: 'core.webhook@1' });
  const other = await house.publish({ id: 'hours', type: 'core.webhook@1' });
  for (let count = 0; count < house.mostPerMinute; count += 1) await house.send(flow, `{"n":${count}}`);

  await expect(house.send(flow, '{"n":"more"}')).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'hook.too-many-deliveries',
    retryAfterMs: minute,
  });
  expect((await house.send(other, '{"n":"other"}')).status).toBe(202);
  house.now += minute;
  expect((await house.send(flow, '{"n":"later"}')).status).toBe(202);
  expect(await house.payloads()).toHaveLength(house.mostPerMinute + 2);
});
