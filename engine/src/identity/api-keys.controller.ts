import { z } from '@invoicepatch/sdk';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { IdPipe } from '../platform/nest/id-pipe.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { ApiKeys } from './api-keys.ts';

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(['viewer', 'approver', 'builder', 'admin']),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  @Get()
  @Needs('admin')
  async list(@Who() { tenantId }: Principal) {
    return { items: await this.keys.list(tenantId), nextCursor: null };
  }

  @Post()
  @Needs('admin')
  create(
    @Who() { tenantId, by }: Principal,
    @Body(new ZodPipe(newKey)) { name, role, expiresAt }: z.output<typeof newKey>,
  ) {
    return this.keys.create({
      tenantId,
      name,
      role,
      createdBy: by.kind === 'user' ? by.userId : undefined,
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('admin')
  revoke(@Who() { tenantId }: Principal, @Param('id', new IdPipe('api-key')) id: string): Promise<void> {
    return this.keys.revoke(tenantId, id);
  }
}
