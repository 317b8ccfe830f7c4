import { nodeId as nodeName, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { FlowLists } from './flow-lists.ts';
import { HookBook } from './hook-book.ts';

const listQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const place = z.strictObject({ version: z.number().int() });
const versionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
const hookPlace = z.strictObject({ id: z.uuid(), nodeId: nodeName });
const secretBody = z.strictObject({ secret: z.string().min(16).max(500).nullable() });

@Controller('api/v1/flows/:id')
export class FlowVersionsController {
  readonly #lists: FlowLists;
  readonly #hooks: HookBook;

  constructor(@Inject(FlowLists) lists: FlowLists, @Inject(HookBook) hooks: HookBook) {
    this.#lists = lists;
    this.#hooks = hooks;
  }

  @Get('versions')
  @Needs('viewer')
  async list(
    @Who() { tenantId }: Principal,
    @Param('id', new IdPipe('flow')) id: string,
    @Query(new ZodPipe(listQuery)) { cursor, limit }: z.output<typeof listQuery>,
  ) {
    const before = parseCursor(place, cursor)?.version;
    const found = await this.#lists.listVersions({ tenantId, id }, { before, limit: limit + 1 });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit),
      nextCursor: last === undefined ? null : toCursor({ version: last.version }),
    };
  }

  @Get('versions/:version')
  @Needs('viewer')
  get(
    @Who() { tenantId }: Principal,
    @Param('id', new IdPipe('flow')) id: string,
    @Param('version', new ZodPipe(versionNumber)) version: number,
  ) {
    return this.#lists.getVersion(tenantId, id, version);
  }

  @Put('hooks/:nodeId/secret')
  @HttpCode(204)
  @Needs('builder')
  setSecret(
    @Who() { tenantId }: Principal,
    @Param(new ZodPipe(hookPlace)) { id, nodeId }: z.output<typeof hookPlace>,
    @Body(new ZodPipe(secretBody)) { secret }: z.output<typeof secretBody>,
  ): Promise<void> {
    return this.#hooks.setSecret({ tenantId, flowId: id, nodeId }, secret);
  }
}
