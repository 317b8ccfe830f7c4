import { z } from '@invoicepatch/sdk';
import { isDay } from './day.ts';

/** A calendar day as it comes over the wire. */
export const daySchema = z
  .string()
  .refine(isDay, { error: 'Write a calendar day from 1900 to 2199, like 2026-11-22.' });
