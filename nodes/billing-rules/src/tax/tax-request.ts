import { z } from '@invoicepatch/sdk';
import { daySchema } from '../calendar/day-schema.ts';
import { provinceSchema } from '../calendar/province.ts';
import { decimalText } from '../money/decimal-schema.ts';
import type { LineTax, TaxRequest } from './calculate-tax.ts';
import { taxNames } from './rates.ts';
import { announcedLaws, supplies, taxesOfSupply } from './taxes-of-supply.ts';

const taxName = z.enum(taxNames, { error: `Name a tax: ${taxNames.join(', ')}.` });
const percent = decimalText.refine((text) => Number(text) >= 0 && Number(text) <= 100, { error: 'Give 0 to 100.' });
const lineTax = z.union([
  taxName.transform((tax): LineTax => ({ tax })),
  z.looseObject({ tax: taxName, base_percent: percent.nullish(), federal_part_only: z.boolean().nullish() }).transform(
    ({ tax, base_percent: basePercent, federal_part_only: federal }): LineTax => ({
      tax,
      ...(basePercent == null ? {} : { basePercent }),
      ...(federal === true ? { federalPartOnly: true } : {}),
    }),
  ),
]);

const line = z.looseObject({
  description: z.string().max(4_000).nullish(),
  amount: decimalText,
  /** Left out: worked out from what is supplied. */
  taxes: z.array(lineTax).max(5).optional(),
  supply: z.enum(supplies).default('real-property'),
  province: provinceSchema.optional(),
});

/** The body of a tax calculation. Words beyond these are left alone: a case carries its id, its note and its answer. */
export const taxRequestSchema = z.looseObject({
  province: provinceSchema,
  date: daySchema,
  rounding: z.enum(['invoice', 'line']).default('invoice'),
  holdback: decimalText.optional(),
  registered: z.boolean().default(true),
  for_resale: z.boolean().default(false),
  announced: z.array(z.enum(announcedLaws)).default([]),
  lines: z.array(line).min(1, 'An invoice has at least one line.').max(2_000),
});

/** The request that a body means: lines without taxes get those of their supply. */
export function toTaxRequest(body: z.output<typeof taxRequestSchema>): TaxRequest {
  const { province, date, rounding, registered, announced, holdback, for_resale: forResale } = body;
  const lines = body.lines.map(({ amount, taxes, supply, province: own }) => {
    const facts = { supply, province: own ?? province, date, registered, forResale, announced };
    return { amount, taxes: taxes ?? taxesOfSupply(facts), ...(own === undefined ? {} : { province: own }) };
  });
  return { province, date, rounding, lines, holdback };
}
