import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Json } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { scheduled, TriggerHouse } from '../../../test/support/houses/trigger-house.ts';

const house = new TriggerHouse();

test('a person starts the manual trigger, or another one by its name', async () => {
  const flow = await house.publish(
    { id: 'drop', type: 'core.file-drop@1' },
    { id: 'byHand', type: 'core.manual@1' },
    scheduled('skip'),
  );
  const { files } = house.parts();
  const start = (nodeId?: string, payload?: Json) =>
    house.starts.start({ tenantId: house.tenantId, flowId: flow.id, nodeId, payload });
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
