import {
  type CheckSettings,
  checkDocumentSchema,
  checkInvoice,
  checkSettingsSchema,
  firedRules,
  ruleBook,
} from '@invoicepatch/billing-rules';
import type { z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Needs } from '../platform/nest/needs.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';

const checkBody = checkDocumentSchema.extend({ settings: checkSettingsSchema.optional() });

@Controller('api/v1')
export class InvoiceCheckController {
  /** Checks an invoice with all that it is checked against; nothing is kept. */
  @Post('invoices/check') @Needs('viewer') @HttpCode(200) check(
    @Body(new ZodPipe(checkBody)) { settings, ...document }: z.output<typeof checkBody>,
  ) {
    const findings = checkInvoice(document, settings satisfies CheckSettings | undefined);
    return { fired: firedRules(findings), findings };
  }

  @Get('invoice-rules') @Needs('viewer') rules() {
    const items = ruleBook.map(({ id, name, severity, title, proposal }) => ({
      ...{ id, name, severity, title },
      hasProposal: proposal !== undefined,
    }));
    return { items, nextCursor: null };
  }
}
