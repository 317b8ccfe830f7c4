import { z } from '@invoicepatch/sdk';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { parseCursor, toCursor } from '../platform/nest/cursor.ts';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { type Connection, Connections } from './connections.ts';
import { type Diagnosis, HealthCheck } from './health-check.ts';

const name = z.string().trim().min(1).max(200);
const settings = z.record(z.string().max(100), z.json());
const secrets = z.record(z.string().max(100), z.string().max(10_000));

const newConnection = z.strictObject({
  auth: z.string().max(100),
  name,
  environment: z.enum(['production', 'sandbox', 'simulator']),
  settings: settings.default({}),
  secrets,
});
const newSimulated = z.strictObject({ auth: z.string().max(100), name });
const change = z.strictObject({ name: name.optional(), settings: settings.optional(), secrets: secrets.optional() });
const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1_000).optional(),
});
/** Where a page of the list ends. */
const place = z.strictObject({ name: z.string().max(500), id: z.uuid() });

function userOf({ by }: Principal): string | undefined {
  return by.kind === 'user' ? by.userId : undefined;
}

@Controller('api/v1/connections')
export class ConnectionsController {
  constructor(
    @Inject(Connections) private readonly connections: Connections,
    @Inject(HealthCheck) private readonly healthCheck: HealthCheck,
  ) {}

  @Get()
  @Needs('viewer')
  async list(@Who() { tenantId }: Principal, @Query(new ZodPipe(page)) { limit, cursor }: z.output<typeof page>) {
    const { items, more } = await this.connections.list(tenantId, { limit, after: parseCursor(place, cursor) });
    const last = more ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : toCursor({ name: last.name, id: last.id }) };
  }

  @Post()
  @Needs('admin')
  create(
    @Who() who: Principal,
    @Body(new ZodPipe(newConnection)) body: z.output<typeof newConnection>,
  ): Promise<Connection> {
    return this.connections.create({ ...body, tenantId: who.tenantId, createdBy: userOf(who) });
  }

  @Post('simulated')
  @Needs('admin')
  createSimulated(
    @Who() who: Principal,
    @Body(new ZodPipe(newSimulated)) body: z.output<typeof newSimulated>,
  ): Promise<Connection> {
    return this.connections.createSimulated({ ...body, tenantId: who.tenantId, createdBy: userOf(who) });
  }

  @Patch(':id')
  @Needs('admin')
  change(
    @Who() { tenantId }: Principal,
    @Param('id', new IdPipe('connection')) id: string,
    @Body(new ZodPipe(change)) body: z.output<typeof change>,
  ): Promise<Connection> {
    return this.connections.change(tenantId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('admin')
  remove(@Who() { tenantId }: Principal, @Param('id', new IdPipe('connection')) id: string): Promise<void> {
    return this.connections.remove(tenantId, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Needs('builder')
  test(@Who() { tenantId }: Principal, @Param('id', new IdPipe('connection')) id: string): Promise<Diagnosis> {
    return this.healthCheck.check(tenantId, id);
  }
}
