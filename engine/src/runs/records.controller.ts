import { z } from '@invoicepatch/sdk';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { Database } from '../platform/database/database.ts';
import { parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { DATABASE } from '../platform/nest/tokens.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { listRecords } from './store/record-store.ts';

const listQuery = z.strictObject({
  collection: z.string().max(100).optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const place = z.strictObject({ collection: z.string(), key: z.string() });

@Controller('api/v1/records')
export class RecordsController {
  readonly #database: Database;

  constructor(@Inject(DATABASE) database: Database) {
    this.#database = database;
  }

  @Get()
  @Needs('viewer')
  async list(@Who() { tenantId }: Principal, @Query(new ZodPipe(listQuery)) query: z.output<typeof listQuery>) {
    const { collection, limit, cursor } = query;
    const found = await listRecords(this.#database, {
      tenantId,
      collection,
      limit: limit + 1,
      after: parseCursor(place, cursor),
    });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit),
      nextCursor: last === undefined ? null : toCursor({ collection: last.collection, key: last.key }),
    };
  }
}
