import { createHash, timingSafeEqual } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';

export interface ScrapeRequest {
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const loopback = /^(?:127\.|::1$|::ffff:127\.)/;
/** What a proxy adds: then the neighbour is the proxy, and who asks is somebody else. */
const relayed = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Lets those read the metrics who know the token; without one, programs of this machine only, and nobody through a
 * proxy.
 */
export function refuseStranger({ ip, headers }: ScrapeRequest, token: string | undefined): void {
  if (token === undefined) {
    if (loopback.test(ip) && relayed.every((name) => headers[name] === undefined)) return;
    const message = 'Metrics are for programs on this machine. Set METRICS_TOKEN to read them from elsewhere.';
    throw new Fault('denied', 'metrics.not-from-here', message);
  }
  const given = headers['authorization'];
  if (typeof given === 'string' && timingSafeEqual(digest(given), digest(`Bearer ${token}`))) return;
  throw new Fault('denied', 'auth.required', 'Send the metrics token as Authorization: Bearer.');
}
