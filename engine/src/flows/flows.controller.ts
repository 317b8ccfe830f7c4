import { flowDocument, z } from '@invoicepatch/sdk';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { cursorTime, parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { FLOW_DESK, FlowDesk } from './flow-desk.ts';
import { FlowLists } from './flow-lists.ts';
import { PUBLIC_URL, type PublicUrl, toFlowView } from './flow-view.ts';

const name = z.string().trim().min(1).max(200);
const newFlow = z.strictObject({ name, document: flowDocument });
const draftChange = z.strictObject({
  document: flowDocument,
  revision: z.number().int().optional(),
  name: name.optional(),
});
const toCheck = z.strictObject({ document: flowDocument.optional() });
const toComplete = z.strictObject({
  nodeId: z.string().max(100),
  field: z.string().max(100),
  text: z.string().max(100_000),
  offset: z.number().int().min(0),
  language: z.enum(['en', 'fr']).default('en'),
  document: flowDocument.optional(),
});
const listQuery = z.strictObject({
  search: z.string().max(200).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const place = z.strictObject({ updatedAt: cursorTime, id: z.uuid() });

@Controller('api/v1/flows')
export class FlowsController {
  readonly #desk: FlowDesk;
  readonly #lists: FlowLists;
  readonly #publicUrl: PublicUrl;

  constructor(
    @Inject(FLOW_DESK) desk: FlowDesk,
    @Inject(FlowLists) lists: FlowLists,
    @Inject(PUBLIC_URL) publicUrl: PublicUrl,
  ) {
    this.#desk = desk;
    this.#lists = lists;
    this.#publicUrl = publicUrl;
  }

  @Get()
  @Needs('viewer')
  async list(@Who() { tenantId }: Principal, @Query(new ZodPipe(listQuery)) query: z.output<typeof listQuery>) {
    const { search, limit, cursor } = query;
    const found = await this.#lists.list({ tenantId, search, limit: limit + 1, after: parseCursor(place, cursor) });
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ position: _, ...item }) => item),
      nextCursor: last === undefined ? null : toCursor({ updatedAt: last.position, id: last.id }),
    };
  }

  @Post()
  @Needs('builder')
  async create(@Who() who: Principal, @Body(new ZodPipe(newFlow)) body: z.output<typeof newFlow>) {
    return toFlowView(await this.#desk.create(who, body), this.#publicUrl());
  }

  @Get(':id')
  @Needs('viewer')
  async get(@Who() who: Principal, @Param('id', new IdPipe('flow')) id: string) {
    return toFlowView(await this.#desk.get(who, id), this.#publicUrl());
  }

  @Put(':id/draft')
  @Needs('builder')
  async saveDraft(
    @Who() who: Principal,
    @Param('id', new IdPipe('flow')) id: string,
    @Body(new ZodPipe(draftChange)) { document, revision, name }: z.output<typeof draftChange>,
  ) {
    return toFlowView(await this.#desk.saveDraft(who, { id, document, revision, name }), this.#publicUrl());
  }

  @Post(':id/check')
  @HttpCode(200)
  @Needs('viewer')
  async check(
    @Who() who: Principal,
    @Param('id', new IdPipe('flow')) id: string,
    @Body(new ZodPipe(toCheck)) { document }: z.output<typeof toCheck>,
  ) {
    return this.#desk.check(who, id, document);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Needs('viewer')
  complete(
    @Who() who: Principal,
    @Param('id', new IdPipe('flow')) id: string,
    @Body(new ZodPipe(toComplete)) { document, ...asked }: z.output<typeof toComplete>,
  ) {
    return this.#desk.complete(who, id, { ...asked, document });
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Needs('builder')
  async publish(@Who() who: Principal, @Param('id', new IdPipe('flow')) id: string) {
    const { warnings, ...flow } = await this.#desk.publish(who, id);
    return { ...toFlowView(flow, this.#publicUrl()), warnings };
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('builder')
  remove(@Who() who: Principal, @Param('id', new IdPipe('flow')) id: string): Promise<void> {
    return this.#desk.remove(who, id);
  }
}
