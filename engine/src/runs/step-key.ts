import { z } from '@invoicepatch/sdk';

/** A step's place in its run: `map`, `each[0].post`. */
export const stepKey = z.string().regex(/^[A-Za-z0-9_.[\]]{1,500}$/, 'A step is named like map or each[0].post.');
