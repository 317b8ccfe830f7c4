import { z } from '@invoicepatch/sdk';
import { positiveText } from '../money/decimal-schema.ts';
import { given } from '../money/given.ts';

/** Where the rules draw their lines: common practice, not law, and each client's own to set. */
export interface Limits {
  /** Above this total an invoice needs another approval, dollars. */
  readonly threshold: string;
  /** A dated invoice older than this is stale. */
  readonly max_age_days: number;
  /** Expenses above this need a receipt, dollars. */
  readonly receipt_threshold: string;
  readonly travel_kmh: number;
  /** Two places nearer than this need no journey. */
  readonly travel_min_km: number;
  readonly off_site_km: string;
  /** The same total under another number, within so many days; a number one sign off, within so many more. */
  readonly near_duplicate_days: number;
  readonly near_number_days: number;
  /** How far totals may differ when the numbers are one sign apart, percent. */
  readonly near_total_percent: string;
  readonly split_days: number;
  readonly bank_days: number;
  readonly long_day_hours: number;
  readonly late_entry_days: number;
  readonly identical_entries: number;
  readonly round_from: string;
  readonly round_multiple: string;
  /** A rate above the median of the last three by more than this, percent. */
  readonly rate_creep_percent: string;
  /** Totals from this share of the threshold on lie just below it, percent. */
  readonly just_below_percent: string;
  readonly consecutive_days: number;
  readonly spike_weeks: number;
  readonly spike_deviations: number;
  readonly benford_amounts: number;
  readonly benford_deviation: number;
}

export const usualLimits: Limits = {
  threshold: '5000.00',
  max_age_days: 180,
  receipt_threshold: '25.00',
  travel_kmh: 120,
  travel_min_km: 10,
  off_site_km: '1.0',
  near_duplicate_days: 30,
  near_number_days: 90,
  near_total_percent: '1',
  split_days: 7,
  bank_days: 30,
  long_day_hours: 16,
  late_entry_days: 14,
  identical_entries: 10,
  round_from: '1000.00',
  round_multiple: '500.00',
  rate_creep_percent: '5',
  just_below_percent: '95',
  consecutive_days: 60,
  spike_weeks: 8,
  spike_deviations: 3,
  benford_amounts: 300,
  benford_deviation: 0.015,
};

const count = given(z.number().min(0).max(1_000_000));
const amount = given(positiveText);

/** The limits as they come over the wire; what is left out is as usual. */
export const limitFields = {
  threshold: amount,
  max_age_days: count,
  receipt_threshold: amount,
  travel_kmh: count,
  travel_min_km: count,
  off_site_km: amount,
  near_duplicate_days: count,
  near_number_days: count,
  near_total_percent: amount,
  split_days: count,
  bank_days: count,
  long_day_hours: count,
  late_entry_days: count,
  identical_entries: count,
  round_from: amount,
  round_multiple: given(positiveText.refine((text) => Number(text) > 0, { error: 'This cannot be zero.' })),
  rate_creep_percent: amount,
  just_below_percent: amount,
  consecutive_days: count,
  spike_weeks: count,
  spike_deviations: count,
  benford_amounts: count,
  benford_deviation: count,
} satisfies Record<keyof Limits, z.ZodType>;
