import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { BillingModule } from './billing/billing.module.ts';
import { CatalogModule } from './catalog/catalog.module.ts';
import { ConnectionsModule } from './connections/connections.module.ts';
import { FlowsModule } from './flows/flows.module.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { EdgeModule } from './platform/nest/edge.module.ts';
import { type Platform, PlatformModule } from './platform/nest/platform.module.ts';
import { RunsModule } from './runs/runs.module.ts';
import { SandboxModule } from './sandbox/sandbox.module.ts';
import { SimulatorsModule } from './simulators/simulators.module.ts';
import { TemplatesModule } from './templates/templates.module.ts';
import { TriggersModule } from './triggers/triggers.module.ts';

/** Each may import those named before it. */
export const features: readonly Type[] = [
  IdentityModule,
  CatalogModule,
  SimulatorsModule,
  ConnectionsModule,
  SandboxModule,
  FlowsModule,
  RunsModule,
  TriggersModule,
  TemplatesModule,
  BillingModule,
];

@Module({})
export class AppModule {
  static of(platform: Platform, wanted: readonly (Type | DynamicModule)[]): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.of(platform), EdgeModule, ...wanted] };
  }
}
