import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { FLOW_DESK, type FlowDesk } from '../flows/flow-desk.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { FlowTests } from '../flows/tests/flow-tests.ts';
import type { Database } from '../platform/database/database.ts';
import { DATABASE } from '../platform/nest/tokens.ts';
import { TEMPLATES, TemplateDesk } from './template-desk.ts';
import { TemplateLibrary } from './template-library.ts';
import { TemplatesController } from './templates.controller.ts';

/** The same from source and as built: both lie three folders below the root. */
export const templatesDir = fileURLToPath(new URL('../../../templates', import.meta.url));

@Module({
  imports: [FlowsModule],
  controllers: [TemplatesController],
  providers: [
    { provide: TemplateLibrary, useFactory: () => TemplateLibrary.open(templatesDir) },
    {
      provide: TEMPLATES,
      useFactory: (library: TemplateLibrary, flows: FlowDesk, database: Database, tests: FlowTests) =>
        new TemplateDesk({ library, flows, database, tests }),
      inject: [TemplateLibrary, FLOW_DESK, DATABASE, FlowTests],
    },
  ],
  exports: [TEMPLATES],
})
export class TemplatesModule {}
