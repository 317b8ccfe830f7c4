import { expect, test } from '@jest/globals';
import { TriggerHouse } from '../../../test/support/houses/trigger-house.ts';
import { unpack } from '../runs/store/packed.ts';
import { PlatformEvents } from './platform-events.ts';

const house = new TriggerHouse();

const tell = () => new PlatformEvents({ ...house.parts(), database: house.database }).tell(house.stop);

/** As `RunStore.release` ends a run that failed. */
async function fail(flowId: string): Promise<void> {
  await house.database.asSystem((sql) =>
    sql.query(
      `WITH gone AS (DELETE FROM open_runs WHERE flow_id = $1 RETURNING *)
       INSERT INTO runs (id, tenant_id, flow_id, accepted_at, version, status, node_id, fault, fault_step, payload, facts)
       SELECT id, tenant_id, flow_id, accepted_at, version, 'failed', node_id, '{"code": "http.500"}', 'post', payload, facts FROM gone`,
      [flowId],
    ),
  );
}

async function started(
  flowId: string,
): Promise<{ readonly kind: string; readonly runId: string; readonly depth: number }[]> {
  const rows = await house.database.inTenant(house.tenantId, (sql) =>
    sql.query<{ payload: Buffer }>('SELECT payload FROM open_runs WHERE flow_id = $1', [flowId]),
  );
  return rows.map(({ payload }) => JSON.parse(unpack(payload)));
}

const pending = () => house.database.asSystem((sql) => sql.query('SELECT id FROM platform_events'));
const listening = (config: object) => ({ id: 'event', type: 'core.platform-event@1', config: { ...config } });
const hook = { id: 'hook', type: 'core.webhook@1' };

test('nothing is written when nobody listens', async () => {
  const flow = await house.publish(hook);
  await house.send(flow, '{}');
  await fail(flow.id);

  expect(await pending()).toEqual([]);
});

test('a run that fails starts the flows that listen, once, however often and by how many it is told', async () => {
  const flow = await house.publish(hook);
  const other = await house.publish(hook);
  const [all, ofOther] = [
    await house.publish(listening({ events: ['run.failed'] })),
    await house.publish(listening({ events: ['run.failed'], flowId: other.id })),
  ];
  const { body } = await house.send(flow, '{}');
  await fail(flow.id);

  await Promise.all([tell(), tell()]);
  await tell();

  const { runId } = body as { runId: string };
  expect(await started(all.id)).toMatchObject([
    { kind: 'run.failed', runId, flowId: flow.id, depth: 1, facts: { step: 'post', fault: { code: 'http.500' } } },
  ]);
  expect(await started(ofOther.id)).toEqual([]);
  expect(await pending()).toEqual([]);
});

test('a flow that fails whenever a run fails comes to an end', async () => {
  const flow = await house.publish(hook);
  const loop = await house.publish(listening({ events: ['run.failed'] }));
  await house.send(flow, '{}');
  await fail(flow.id);
  const depths: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    await tell();
    depths.push(...(await started(loop.id)).map(({ depth }) => depth));
    await fail(loop.id);
  }

  expect(depths).toEqual([1, 2, 3]);
  await tell();
  expect(await pending()).toEqual([]);
});

test('a run that waits for a person, and a flow that is published, are told too', async () => {
  const flow = await house.publish(hook);
  const listener = await house.publish(listening({ events: ['run.needs-person', 'flow.published'] }));
  await house.send(flow, '{}');
  await house.database.asSystem((sql) =>
    sql.query("UPDATE open_runs SET status = 'needs-person' WHERE flow_id = $1", [flow.id]),
  );
  await house.republish(flow, hook, { id: 'hand', type: 'core.manual@1' });

  await tell();

  const kinds = (await started(listener.id)).map(({ kind }) => kind).sort();
  // Its own publication was heard as well: it listens to every flow.
  expect(kinds).toEqual(expect.arrayContaining(['flow.published', 'run.needs-person']));
});

test('the events of one tenant are not heard by another', async () => {
  const listener = await house.publish(listening({ events: ['run.failed'] }));
  const own = house.tenantId;
  await house.moveToAnotherTenant();
  const flow = await house.publish(hook);
  await house.send(flow, '{}');
  await fail(flow.id);

  expect(await pending()).toEqual([]);
  await tell();
  house.tenantId = own;
  expect(await started(listener.id)).toEqual([]);
});
