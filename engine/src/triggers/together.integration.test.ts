import { expect, test } from '@jest/globals';
import { minute, TriggerHouse } from '../../../test/support/houses/trigger-house.ts';
import { unpack } from '../runs/store/packed.ts';

const house = new TriggerHouse();
const hook = (config: object) => ({ id: 'hook', type: 'core.webhook@1', config: { ...config } });

interface Row {
  readonly id: string;
  readonly status: string;
  readonly payload: Buffer;
  readonly wait: number | null;
  readonly fault: { readonly code: string; readonly details: { readonly runId: string } } | null;
}

async function rows(): Promise<readonly Row[]> {
  const select = (table: string, fault: string, wake: string) =>
    `SELECT id, status, payload, ${fault} AS fault, extract(epoch FROM ${wake} - now())::float8 AS wait, accepted_at FROM ${table}`;
  return house.database.inTenant(house.tenantId, (sql) =>
    sql.query<Row>(
      `${select('open_runs', 'NULL::jsonb', 'wake_at')} UNION ALL ${select('runs', 'fault', 'NULL::timestamptz')} ORDER BY accepted_at, id`,
    ),
  );
}

test('an event whose expression gives what came before starts nothing; the delivery id counts where it gives nothing', async () => {
  const flow = await house.publish(hook({ dedupeBy: 'invoice.number' }));
  const send = (body: object, id: string) => house.send(flow, JSON.stringify(body), { 'x-delivery-id': id });

  const first = await send({ invoice: { number: 'A-1' }, total: 1 }, 'd1');
  const second = await send({ invoice: { number: 'A-1' }, total: 2 }, 'd2');
  await send({ invoice: { number: 'A-2' } }, 'd1');
  await send({ total: 3 }, 'd3');
  const again = await send({ total: 4 }, 'd3');

  expect(second.body).toEqual({ ...(first.body as object), duplicate: true });
  expect(again.body).toMatchObject({ duplicate: true });
  expect(await house.payloads()).toEqual([
    { invoice: { number: 'A-1' }, total: 1 },
    { invoice: { number: 'A-2' } },
    { total: 3 },
  ]);
});

test('events that follow each other closely start one run with the latest; each accepted one points to the next', async () => {
  const flow = await house.publish(hook({ debounce: { key: 'customer', quietSeconds: 60 } }));
  for (const event of [
    { customer: 1, n: 1 },
    { customer: 2, n: 2 },
    { customer: 1, n: 3 },
    { customer: 1, n: 4 },
  ])
    await house.send(flow, JSON.stringify(event));

  const all = await rows();
  const payload = (row: Row | undefined) => JSON.parse(unpack(row?.payload ?? Buffer.alloc(0)));
  const [first, other, third, last] = all;

  expect(all.map(({ status }) => status)).toEqual(['cancelled', 'queued', 'cancelled', 'queued']);
  expect([first, third].map((row) => [row?.fault?.code, row?.fault?.details.runId])).toEqual([
    ['run.superseded', third?.id],
    ['run.superseded', last?.id],
  ]);
  expect([payload(last), payload(other)]).toEqual([
    { customer: 1, n: 4 },
    { customer: 2, n: 2 },
  ]);
  expect(last?.wait).toBeGreaterThan(50);
});

test('with all events the run gets them in order, and the longest wait holds however many more come', async () => {
  const flow = await house.publish(hook({ debounce: { quietSeconds: 600, longestSeconds: 30, keep: 'all' } }));
  await Promise.all(Array.from({ length: 12 }, (_, n) => house.send(flow, JSON.stringify({ n }))));

  const all = await rows();
  const open = all.filter(({ status }) => status === 'queued');
  const { events } = JSON.parse(unpack(open[0]?.payload ?? Buffer.alloc(0)));

  expect(all).toHaveLength(12);
  expect(open).toHaveLength(1);
  expect(events.map(({ n }: { n: number }) => n).sort((a: number, b: number) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, n) => n),
  );
  expect(open[0]?.wait).toBeLessThanOrEqual(30);
});

test('once a run has begun, or was told to, the next event begins anew', async () => {
  const flow = await house.publish(hook({ debounce: { quietSeconds: 60 } }));
  await house.send(flow, '{"n":1}');
  await house.database.asSystem((sql) =>
    sql.query(
      "UPDATE open_runs SET status = 'running', started_at = now(), wake_at = NULL, gather = NULL WHERE tenant_id = $1",
      [house.tenantId],
    ),
  );

  await house.send(flow, '{"n":2}');

  expect((await rows()).map(({ status }) => status)).toEqual(['running', 'queued']);
});

test('a person who runs the flow by hand does not wait', async () => {
  const flow = await house.publish(hook({ debounce: { quietSeconds: 60 } }));
  const start = { tenantId: house.tenantId, flowId: flow.id, nodeId: undefined, key: undefined };
  await house.starts.start({ ...start, payload: { n: 1 } });
  await house.starts.start({ ...start, payload: { n: 2 } });

  expect((await rows()).map(({ status, wait }) => [status, (wait ?? 1) <= 0])).toEqual([
    ['queued', true],
    ['queued', true],
  ]);
});

test('after a year without the engine, a schedule of every minute makes up for the latest 100, and says what it left out', async () => {
  const config = { cron: '* * * * *', timeZone: 'America/Toronto', missed: 'run-all' };
  await house.publish({ id: 'clock', type: 'core.schedule@1', config });

  house.now += 365 * 24 * 60 * minute;
  await Promise.all([house.tick(), house.tick()]);
  await house.tick();

  const slots = (await house.payloads()).map((payload) => (payload as { slot: string }).slot);
  expect(slots).toHaveLength(100);
  expect(new Set(slots).size).toBe(100);
  expect([...slots].sort().at(-1)).toBe(new Date(house.now).toISOString());
  const [row] = await house.database.inTenant(house.tenantId, (sql) =>
    sql.query<{ note: string }>('SELECT note FROM poll_cursors'),
  );
  expect(row?.note).toContain(String([...slots].sort()[0]));
});

test('another kind of poll in the same place does not get the cursor of the one before; the same kind keeps it', async () => {
  const flow = await house.publish({ id: 'entry', type: 'ledger.on-entry@1' });
  house.feed.push({ id: 'a', payload: { n: 1 } });
  await house.tick();
  const cursor = async () => {
    const [row] = await house.database.inTenant(house.tenantId, (sql) =>
      sql.query<{ cursor: unknown }>('SELECT cursor FROM poll_cursors'),
    );
    return row?.cursor;
  };
  await house.republish(flow, { id: 'entry', type: 'ledger.on-entry@1', note: 'changed' });
  expect(await cursor()).toEqual({ seen: 1 });

  await house.republish(flow, { id: 'entry', type: 'ledger.on-line@1' });

  expect(await cursor()).toBeNull();
});
