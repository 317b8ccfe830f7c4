import { coreNodes } from '@invoicepatch/core';
import { Global, Module } from '@nestjs/common';
import { CatalogController } from './catalog.controller.ts';
import { MemoryCatalog } from './catalog.memory.ts';
import { CATALOG } from './catalog.ts';
import { connectorPlace, findConnectors } from './find-connectors.ts';

@Global()
@Module({
  controllers: [CatalogController],
  providers: [
    { provide: CATALOG, useFactory: async () => new MemoryCatalog(coreNodes, await findConnectors(connectorPlace())) },
  ],
  exports: [CATALOG],
})
export class CatalogModule {}
