import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../session.ts';
import { type Exit, exits, wrongUse } from '../trouble.ts';
import { findFlow } from './flows.ts';

interface Batch {
  readonly batchId: string;
  readonly total: number;
  readonly started: number;
  readonly failed: number;
  readonly finishedAt: string | null;
  readonly items: readonly {
    readonly runId: string;
    readonly newRunId: string | null;
    readonly fault: { readonly message: string } | null;
  }[];
}

async function toChoice(session: Session): Promise<object> {
  const runIds = session.given.words.slice(1);
  const { failed, flow, code } = session.given.flags;
  if (runIds.length > 0 && failed === true) throw wrongUse('Name runs, or say --failed, not both.');
  if (runIds.length > 0) return { runIds };
  if (failed !== true) throw wrongUse('Say which: replay RUN…, or replay --failed.');
  const flowId = flow === undefined ? undefined : (await findFlow(session, flow)).id;
  return { filter: { status: 'failed', flowId, code } };
}

/** Runs again: those that are named at once, a filtered list only when that was said, since it may be long. */
export async function replay(session: Session): Promise<Exit> {
  const { api, given } = session;
  const { version = 'same', batch: batchId = randomUUID(), yes, failed } = given.flags;
  if (version !== 'same' && version !== 'newest') throw wrongUse('--version is same or newest.');
  const choice = await toChoice(session);
  if (failed === true && yes !== true) {
    const preview = await api.send<{ count: number }>('POST', '/runs/again/preview', choice);
    session.show(preview, [`${preview.count} failed runs match. Add --yes to run them again.`]);
    return exits.done;
  }
  await api.send('POST', '/runs/again', { ...choice, version, batchId });
  const batch = await untilFinished(session, batchId);
  session.show(batch, [
    ...batch.items.map(
      ({ runId, newRunId, fault }) => `${runId} → ${newRunId ?? `not run again: ${fault?.message ?? ''}`}`,
    ),
    `${batch.started} of ${batch.total} run again (batch ${batchId})`,
  ]);
  return batch.failed === 0 ? exits.done : exits.refused;
}

async function untilFinished({ api }: Session, batchId: string): Promise<Batch> {
  for (;;) {
    const batch = await api.get<Batch>(`/runs/again/${batchId}`);
    if (batch.finishedAt !== null) return batch;
    await wait(300);
  }
}
