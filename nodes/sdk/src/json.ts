import { z } from 'zod';

/** Anything that JSON text can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
