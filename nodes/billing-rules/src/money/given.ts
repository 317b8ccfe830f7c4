import { z } from '@invoicepatch/sdk';

/** What is left out, `null` and an empty text all mean that nothing was given. */
export function given<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());
}
