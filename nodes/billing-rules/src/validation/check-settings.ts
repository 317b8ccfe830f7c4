import { z } from '@invoicepatch/sdk';
import { severities } from './finding.ts';
import { limitFields } from './limits.ts';
import { ruleBook } from './rule-book.ts';

const known = new Set(ruleBook.map(({ id }) => id));
const ruleId = z.string().refine((id) => known.has(id), { error: 'There is no rule of this id.' });

/** What a client sets, as it comes over the wire and is stored. */
export const checkSettingsSchema = z.strictObject({
  limits: z.strictObject(limitFields).optional(),
  severities: z.record(ruleId, z.enum([...severities, 'off'])).optional(),
});
