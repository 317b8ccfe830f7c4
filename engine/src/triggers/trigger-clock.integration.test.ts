import { Fault } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { minute, scheduled, second, TriggerHouse } from '../../../test/support/houses/trigger-house.ts';
import { DueTriggers } from './due-triggers.ts';

const house = new TriggerHouse();

test('a schedule starts once at its slot, whoever looks and however often', async () => {
  await house.publish(scheduled('skip'));

  house.now += 59 * minute;
  await house.tick();
  expect(await house.payloads()).toEqual([]);
  house.now += minute + 3 * second;
  await Promise.all([house.tick(), house.tick(), house.tick()]);
  await house.tick();

  expect(await house.payloads()).toEqual([{ slot: '2026-11-02T13:00:00.000Z', now: '2026-11-02T13:00:03.000Z' }]);
});

test.each([
  ['skip', []],
  ['run-once', [{ slot: '2026-11-04T12:00:00.000Z', now: '2026-11-04T12:30:00.000Z' }]],
] as const)('after a long sleep, a schedule that would %s its missed slots starts %j', async (missed, expected) => {
  await house.publish(scheduled(missed));

  house.now += 48 * 60 * minute + 30 * minute;
  await house.tick();
  expect(await house.payloads()).toEqual(expected);
  house.now += 30 * minute;
  await house.tick();

  expect(await house.payloads()).toEqual([
    ...expected,
    { slot: '2026-11-04T13:00:00.000Z', now: '2026-11-04T13:00:00.000Z' },
  ]);
});

test('an engine that dies between start and bookkeeping starts nothing twice', async () => {
  const flow = await house.publish(scheduled('run-once'));
  house.now += 60 * minute;
  const rows = new DueTriggers(house.database);
  const [due] = await rows.list(house.now);
  await house.parts().runs.start({
    tenantId: house.tenantId,
    flowId: flow.id,
    nodeId: 'clock',
    payload: {},
    dedupeKey: new Date(due?.dueAt ?? 0).toISOString(),
  });

  await house.tick();

  expect(await house.payloads()).toEqual([{}]);
  expect(await rows.list(house.now)).toEqual([]);
});

test('a poll starts a run for each new thing, and goes on where it stopped', async () => {
  await house.publish({ id: 'entry', type: 'ledger.on-entry@1' });
  house.feed.push({ id: 'a', payload: { n: 1 } }, { id: 'b', payload: { n: 2 } });

  await house.tick();
  await house.tick();
  house.feed.push({ id: 'c', payload: { n: 3 } });
  house.now += 5 * minute;
  await house.tick();

  expect(await house.payloads()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('a poll that fails says so, waits as long as it was asked to, and loses nothing', async () => {
  await house.publish({ id: 'entry', type: 'ledger.on-entry@1' });
  house.feed.push({ id: 'a', payload: { n: 1 } });
  house.feedFault = new Fault('unavailable', 'http.429', 'The ledger is busy.', { retryAfterMs: 20 * minute });
  await house.tick();
  const [row] = await house.database.inTenant(house.tenantId, (sql) =>
    sql.query<{ readonly note: string; readonly next_at: Date }>('SELECT * FROM poll_cursors'),
  );

  expect(row).toMatchObject({ note: 'The ledger is busy.', next_at: new Date(house.now + 20 * minute) });
  house.feedFault = undefined;
  house.now += 20 * minute;
  await house.tick();
  expect(await house.payloads()).toEqual([{ n: 1 }]);
});

test('triggers that this engine does not know keep nobody waiting', async () => {
  const flow = await house.publish(scheduled('run-once'));
  const long = new Date(house.now - 60 * minute);
  await house.database.inTenant(house.tenantId, (sql) =>
    sql.query(
      `INSERT INTO poll_cursors (tenant_id, flow_id, node_id, next_at) SELECT $1, $2, 'gone' || n, $3 FROM generate_series(1, 100) n`,
      [house.tenantId, flow.id, long],
    ),
  );

  house.now += 60 * minute;
  await house.tick();
  await house.tick();

  expect(await house.payloads()).toHaveLength(1);
});
