import { json, type SimulatorHost, type SimulatorRequest, type SimulatorStore, z } from '@invoicepatch/sdk';
import { badLength, type JsonObject } from './replies.ts';

const longestId = 50;
const kept = z.object({ body: z.string(), path: z.string(), answer: z.record(z.string(), json) });

/**
 * Carries out a write once for each `requestid` of a company. A replay gets the first answer again, even when the object
 * has been deleted since: so a client that wants a new object must ask under a new id.
 */
export async function onceForEachId(
  {
    store,
    request,
    host,
  }: { readonly store: SimulatorStore; readonly request: SimulatorRequest; readonly host: SimulatorHost },
  work: () => Promise<JsonObject>,
): Promise<JsonObject> {
  const id = request.query['requestid'];
  if (id === undefined) return work();
  if (id.length > longestId) throw badLength('requestid', longestId);
  const earlier = kept.safeParse(await store.get('replays', id)).data;
  if (earlier !== undefined) {
    if (earlier.body !== request.body || earlier.path !== request.path) {
      host.complain({
        where: 'request',
        problem: `The requestid ${id} was used before for another request; QuickBooks answers with the first result.`,
      });
    }
    return earlier.answer;
  }
  const answer = await work();
  await store.put('replays', id, { body: request.body, path: request.path, answer });
  return answer;
}
