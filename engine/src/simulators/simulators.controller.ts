import { z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { Needs } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { SimulatedCompanies } from './simulated-companies.ts';
import { type Weather, weather } from './weather.ts';

const objectsQuery = z.strictObject({ collection: z.string().min(1).max(200) });

@Controller('api/v1/simulators/:simulator/companies')
export class SimulatorsController {
  constructor(@Inject(SimulatedCompanies) private readonly companies: SimulatedCompanies) {}

  @Get()
  @Needs('viewer')
  async list(@Who() { tenantId }: Principal, @Param('simulator') simulator: string) {
    return { items: await this.companies.list(tenantId, simulator) };
  }

  @Get(':companyId/objects')
  @Needs('viewer')
  async listObjects(
    @Who() { tenantId }: Principal,
    @Param('simulator') simulator: string,
    @Param('companyId') companyId: string,
    @Query(new ZodPipe(objectsQuery)) { collection }: z.output<typeof objectsQuery>,
  ) {
    return { items: await this.companies.listObjects({ tenantId, simulator, companyId }, collection) };
  }

  @Put(':companyId/weather')
  @HttpCode(204)
  @Needs('admin')
  setWeather(
    @Who() { tenantId }: Principal,
    @Param('simulator') simulator: string,
    @Param('companyId') companyId: string,
    @Body(new ZodPipe(weather)) wanted: Weather,
  ): Promise<void> {
    return this.companies.setWeather({ tenantId, simulator, companyId }, wanted);
  }
}
