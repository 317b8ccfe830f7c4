import { type SimulatorStore, z } from '@invoicepatch/sdk';
import { Refusal } from './replies.ts';

/** Intuit's published limits for one company. */
const perMinute = 500;
const perSecond = 10;

const counts = z.object({ minute: z.number(), inMinute: z.number(), second: z.number(), inSecond: z.number() });

function tooMany(headers: Readonly<Record<string, string>>): Refusal {
  const error = {
    message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
    detail: 'The request limit was reached.  Try again later',
    code: '3001',
  };
  return new Refusal(error, { status: 429, type: 'SERVICE', headers });
}

/** Counts this request, and refuses it past the limit of its minute or second. */
export async function countRequest(store: SimulatorStore, now: number): Promise<void> {
  const minute = Math.floor(now / 60_000);
  const second = Math.floor(now / 1_000);
  const last = counts.safeParse(await store.get('limits', 'requests')).data;
  const inMinute = last?.minute === minute ? last.inMinute : 0;
  const inSecond = last?.second === second ? last.inSecond : 0;
  if (inMinute >= perMinute) throw tooMany({});
  // Intuit promises no waiting time; for its short limit one second is known to be enough, so the stand-in says so.
  if (inSecond >= perSecond) throw tooMany({ 'retry-after': '1' });
  await store.put('limits', 'requests', { minute, inMinute: inMinute + 1, second, inSecond: inSecond + 1 });
}
