import { Fault } from '@invoicepatch/sdk';

const longest = 255;

/** What makes two deliveries the same one. Keys of different origins never meet. */
export function deliveryKey(origin: 'idempotency-key' | 'delivery' | 'start', value: string): string {
  if (value.length <= longest) return `${origin}:${value}`;
  const message = `The key of a delivery has at most ${longest} characters; this one has ${value.length}.`;
  throw new Fault('invalid', 'hook.bad-key', message);
}
