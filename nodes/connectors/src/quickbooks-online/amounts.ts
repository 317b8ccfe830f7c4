import { z } from '@invoicepatch/sdk';
import { parseDecimal, roundTo, toJsonNumber, toShortText, toText, zero } from './decimal.ts';

/** Money as people and flows write it; at most 13 digits, so that its JSON number has exactly its digits. */
export const amountText = z
  .string()
  .regex(/^-?\d{1,11}(\.\d{1,2})?$/, 'Write the amount as text with at most two decimals, such as "1234.50".');

/** A quantity or a price per unit. */
export const rateText = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,5})?$/, 'Write the number as text with at most five decimals, such as "7.25".');

/** An amount as QuickBooks sends it. */
export const wireNumber = z
  .union([z.number(), z.string()])
  .refine((value) => parseDecimal(value) !== undefined, 'no decimal number');

export function toWireNumber(text: string): number {
  return toJsonNumber(parseDecimal(text) ?? zero);
}

/** `1234.5` becomes `"1234.50"`. */
export function toAmountText(value: string | number): string {
  return toText(roundTo(parseDecimal(value) ?? zero, 2));
}

/** `14.9750` becomes `"14.975"`. */
export function toRateText(value: string | number): string {
  return toShortText(parseDecimal(value) ?? zero);
}
