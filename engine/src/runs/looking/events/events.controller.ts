import { z } from '@invoicepatch/sdk';
import { Controller, Headers, Inject, type MessageEvent, Param, Query, Sse } from '@nestjs/common';
import { Observable } from 'rxjs';
import { IdPipe } from '../../../platform/nest/id-pipe.ts';
import { Needs } from '../../../platform/nest/needs.ts';
import type { Principal } from '../../../platform/nest/principal.ts';
import { Who } from '../../../platform/nest/who.ts';
import { ZodPipe } from '../../../platform/nest/zod-pipe.ts';
import { RunFeed, type Told } from './run-feed.ts';

const streamQuery = z.strictObject({ flowId: z.uuid().optional() });
const longestId = 200;

function toMessage(told: Told): MessageEvent {
  return told.type === 'heartbeat' ? { type: told.type, data: {} } : { ...told, data: told.data };
}

/** What a generator gives, for as long as somebody listens. */
function toStream(listen: (signal: AbortSignal) => AsyncGenerator<Told>): Observable<MessageEvent> {
  return new Observable((listener) => {
    const left = new AbortController();
    const pump = async () => {
      for await (const told of listen(left.signal)) {
        if (left.signal.aborted) return;
        listener.next(toMessage(told));
      }
      listener.complete();
    };
    pump().catch((thrown: unknown) => listener.error(thrown));
    return () => left.abort();
  });
}

/** Server-sent events: how runs go, as it happens. */
@Controller('api/v1')
export class EventsController {
  readonly #feed: RunFeed;

  constructor(@Inject(RunFeed) feed: RunFeed) {
    this.#feed = feed;
  }

  @Sse('events/stream')
  @Needs('viewer')
  tenant(
    @Who() { tenantId }: Principal,
    @Query(new ZodPipe(streamQuery)) { flowId }: z.output<typeof streamQuery>,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<MessageEvent> {
    this.#feed.refuseTooMany();
    const id = lastEventId?.slice(0, longestId);
    return toStream((signal) => this.#feed.ofTenant({ tenantId, lastEventId: id, signal }, flowId));
  }

  @Sse('runs/:runId/events')
  @Needs('viewer')
  async run(
    @Who() { tenantId }: Principal,
    @Param('runId', new IdPipe('run')) runId: string,
    @Headers('last-event-id') lastEventId?: string,
  ): Promise<Observable<MessageEvent>> {
    this.#feed.refuseTooMany();
    await this.#feed.refuseUnknown(tenantId, runId);
    const id = lastEventId?.slice(0, longestId);
    return toStream((signal) => this.#feed.ofRun({ tenantId, lastEventId: id, signal }, runId));
  }
}
