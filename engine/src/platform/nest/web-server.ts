import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { countRequests, requestCounterOf } from '../web/count-requests.ts';
import { takeBodies } from '../web/read-body.ts';

import { setSecurityHeaders } from '../web/security-headers.ts';
import { serveDesigner } from '../web/serve-designer.ts';
import { answerWatchersOnly } from './probes/watchers-only.ts';

export interface WebOptions {
  readonly publicUrl: string | undefined;
  /** Whether this process answers people and senders; otherwise only whoever watches it. */
  readonly serves: boolean;
  /** The built designer. */
  readonly designerDir: string;
  /** Largest body of a delivery to a hook, in bytes. */
  readonly hookBytes: number;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The web server, with everything that stands before the routes. */
export async function openWeb({
  publicUrl,
  serves,
  designerDir,
  hookBytes,
  metrics,
  log,
}: WebOptions): Promise<FastifyAdapter> {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    // A sender that trickles is cut off; one that listens to a stream is not.
    requestTimeout: 120_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
  });
  const server: FastifyInstance = adapter.getInstance();
  takeBodies(server, hookBytes);
  countRequests(server, requestCounterOf(metrics, log));
  await setSecurityHeaders(server, publicUrl);
  if (serves) await serveDesigner(server, designerDir);
  else answerWatchersOnly(server);
  return adapter;
}
