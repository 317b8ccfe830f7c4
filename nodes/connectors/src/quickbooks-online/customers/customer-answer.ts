import { z } from '@invoicepatch/sdk';

export const customerRow = z.object({
  Id: z.string(),
  DisplayName: z.string(),
  SyncToken: z.string(),
  Active: z.boolean().default(true),
});

export const customerAnswer = z.object({ Customer: customerRow });
