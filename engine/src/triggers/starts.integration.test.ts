import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Json } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { scheduled, second, TriggerHouse } from '../../../test/support/houses/trigger-house.ts';

const house = new TriggerHouse();

test('a person starts the manual trigger, or another one by its name', async () => {
  const flow = await house.publish(
    { id: 'drop', type: 'core.file-drop@1' },
    { id: 'byHand', type: 'core.manual@1' },
    scheduled('skip'),
  );
  const { files } = house.parts();
  const start = (nodeId?: string, payload?: Json) =>
    house.starts.start({ tenantId: house.tenantId, flowId: flow.id, nodeId, payload, key: undefined });
  const file = await files.put({
    tenantId: house.tenantId,
    name: 'h.xlsx',
    mediaType: 'x/y',
    content: Readable.from([Buffer.from('PK')]),
  });

  await start(undefined, { any: 'thing' });
  await start('drop', { fileId: file.id });
  await start('clock');

  const at = new Date(house.now).toISOString();
  expect(await house.payloads()).toEqual([
    { any: 'thing' },
    { fileId: file.id, name: 'h.xlsx', sizeBytes: 2 },
    { slot: at, now: at },
  ]);
  await expect(start('drop', { file: 1 })).rejects.toMatchObject({ code: 'flow.bad-payload' });
  await expect(start('drop', { fileId: randomUUID() })).rejects.toMatchObject({ code: 'file.not-found' });
  await expect(start('nobody')).rejects.toMatchObject({ code: 'flow.no-such-trigger' });
});

test('a start that is asked for twice under one key is one run', async () => {
  const flow = await house.publish({ id: 'byHand', type: 'core.manual@1' }, scheduled('skip'));
  const start = (key: string | undefined, payload: Json, nodeId?: string) =>
    house.starts.start({ tenantId: house.tenantId, flowId: flow.id, nodeId, payload, key });

  const first = await start('k1', { n: 1 });
  const again = await start('k1', { n: 1 });
  const slot = await start('k1', null, 'clock');
  house.now += second;
  const sameSlot = await start('k1', null, 'clock');
  await start(undefined, { n: 1 });

  expect(again).toEqual({ runId: first.runId, duplicate: true });
  expect(sameSlot).toEqual({ runId: slot.runId, duplicate: true });
  await expect(start('k1', { n: 2 })).rejects.toMatchObject({ code: 'hook.key-reused' });
  expect(await house.payloads()).toHaveLength(3);
});
