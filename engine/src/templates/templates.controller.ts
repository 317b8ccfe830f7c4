import { json, type Template, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { type FlowView, PUBLIC_URL, type PublicUrl, toFlowView } from '../flows/flow-view.ts';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { TEMPLATES, TemplateDesk } from './template-desk.ts';

const importBody = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  connections: z.record(z.string().max(100), z.uuid()).default({}),
  parameters: z.record(z.string().max(100), json).default({}),
});

@Controller('api/v1/templates')
export class TemplatesController {
  readonly #desk: TemplateDesk;
  readonly #publicUrl: PublicUrl;

  constructor(@Inject(TEMPLATES) desk: TemplateDesk, @Inject(PUBLIC_URL) publicUrl: PublicUrl) {
    this.#desk = desk;
    this.#publicUrl = publicUrl;
  }

  @Get()
  @Needs('viewer')
  list() {
    return { items: this.#desk.list().map(({ document: _, ...manifest }) => manifest), nextCursor: null };
  }

  @Get(':slug')
  @Needs('viewer')
  get(@Param('slug') slug: string): Template {
    return this.#desk.get(slug);
  }

  @Post(':slug/import')
  @Needs('builder')
  async importTemplate(
    @Who() who: Principal,
    @Param('slug') slug: string,
    @Body(new ZodPipe(importBody)) { name, connections, parameters }: z.output<typeof importBody>,
  ): Promise<FlowView> {
    const flow = await this.#desk.importTemplate(who, { slug, name, connections, parameters });
    return toFlowView(flow, this.#publicUrl());
  }
}
