import {
  calculateTax,
  checkNumber,
  normalizeNumber,
  numberKinds,
  taxRequestSchema,
  toTaxRequest,
} from '@invoicepatch/billing-rules';
import { z } from '@invoicepatch/sdk';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Needs } from '../platform/nest/needs.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { answerHoldback, holdbackBody } from './holdback-request.ts';
import { answerOvertime, overtimeBody } from './overtime-request.ts';
import { answerPaymentClock, paymentClockBody } from './payment-clock-request.ts';

const numberBody = z.looseObject({ kind: z.enum(numberKinds), value: z.string().max(100) });

/** The rules of billing over the wire: they keep nothing and know no tenant. */
@Controller('api/v1')
export class CalculatorsController {
  @Post('tax/calculate') @Needs('viewer') @HttpCode(200) tax(
    @Body(new ZodPipe(taxRequestSchema)) body: z.output<typeof taxRequestSchema>,
  ) {
    return calculateTax(toTaxRequest(body));
  }

  @Post('overtime/calculate') @Needs('viewer') @HttpCode(200) overtime(
    @Body(new ZodPipe(overtimeBody)) body: z.output<typeof overtimeBody>,
  ) {
    return answerOvertime(body);
  }

  @Post('holdback/calculate') @Needs('viewer') @HttpCode(200) holdback(
    @Body(new ZodPipe(holdbackBody)) body: z.output<typeof holdbackBody>,
  ) {
    return answerHoldback(body);
  }

  @Post('payment-clock') @Needs('viewer') @HttpCode(200) paymentClock(
    @Body(new ZodPipe(paymentClockBody)) body: z.output<typeof paymentClockBody>,
  ) {
    return answerPaymentClock(body);
  }

  @Post('registration-numbers/check') @Needs('viewer') @HttpCode(200) number(
    @Body(new ZodPipe(numberBody)) { kind, value }: z.output<typeof numberBody>,
  ) {
    return { kind, value: normalizeNumber(value), result: checkNumber(kind, value) };
  }
}
