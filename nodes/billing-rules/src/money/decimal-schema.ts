import { z } from '@invoicepatch/sdk';

const form = /^-?\d{1,15}(\.\d{1,10})?$/;
const wanted = 'Write a decimal number as text, like "1234.50": a point, no separators, at most 15 and 10 digits.';

/** A decimal as it comes over the wire: text, or a JSON number for what its decimal text says. Parsed to text. */
export const decimalText = z
  .union([z.string(), z.number()], { error: wanted })
  .transform((value) => String(value).trim())
  .refine((text) => form.test(text), { error: wanted });

/** A decimal that may not be below zero. */
export const positiveText = decimalText.refine((text) => !text.startsWith('-'), { error: 'This cannot be negative.' });
