import {
  annualRelease,
  type ClockAnswer,
  clockOfPayment,
  clocksOfInvoice,
  constructionLaws,
  daySchema,
  type Jurisdiction,
  jurisdictionSchema,
} from '@invoicepatch/billing-rules';
import { Fault, z } from '@invoicepatch/sdk';

export const paymentClockBody = z.looseObject({
  jurisdiction: jurisdictionSchema.default('ON'),
  invoice_received: daySchema.optional(),
  owner_payment_received_by_contractor: daySchema.optional(),
  contract_date: daySchema.optional(),
  published: daySchema.optional(),
});

function toAnswer(jurisdiction: Jurisdiction, clock: ClockAnswer) {
  const { statute, uncertain } = constructionLaws[jurisdiction];
  const law = { statute, uncertain: uncertain ?? null };
  if (!clock.applies) return { applies: false, why: clock.why, ...law };
  const days = Object.entries(clock.deadlines);
  const moved = days.filter(([, { day, nextBusinessDay }]) => day !== nextBusinessDay);
  return {
    applies: true,
    ...Object.fromEntries(days.map(([name, { day }]) => [name, day])),
    next_business_day: Object.fromEntries(moved.map(([name, { nextBusinessDay }]) => [name, nextBusinessDay])),
    ...law,
  };
}

export function answerPaymentClock(body: z.output<typeof paymentClockBody>) {
  const { jurisdiction, invoice_received: invoice, owner_payment_received_by_contractor: payment } = body;
  const { contract_date: contractDate, published } = body;
  if (invoice !== undefined) return toAnswer(jurisdiction, clocksOfInvoice(jurisdiction, invoice));
  if (payment !== undefined) return toAnswer(jurisdiction, clockOfPayment(jurisdiction, payment));
  if (contractDate !== undefined && published !== undefined) {
    return { applies: true, ...annualRelease(jurisdiction, { contractDate, published }) };
  }
  throw new Fault(
    'invalid',
    'billing.no-clock',
    'Give the day that starts a clock: invoice_received, owner_payment_received_by_contractor, or contract_date with published.',
  );
}
