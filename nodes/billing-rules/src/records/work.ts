import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import type { RateType } from './rate-card.ts';

/** Degrees north and east; the accuracy in metres as the device told it. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyM?: number;
}

export type ReviewStatus = 'draft' | 'submitted' | 'approved' | 'rejected';

/** Somebody's work on a job on one day. Local times, with the zone they are meant in; the day is that of the start. */
export interface TimeEntry {
  readonly id: string;
  readonly contractorId: string;
  /** The person who worked; the contractor himself when left out. */
  readonly worker: string;
  readonly projectId: string;
  readonly workOrderId?: string;
  readonly costCode?: string;
  readonly day: Day;
  /** `07:00`; missing when only hours were typed in. */
  readonly start?: string;
  readonly end?: string;
  readonly breakMinutes: number;
  /** IANA name. */
  readonly zone: string;
  /** Hours to bill, decimal text, rounded to the contract's increment. */
  readonly hours: string;
  readonly role: string;
  readonly type: RateType;
  readonly tier?: string;
  readonly status: ReviewStatus;
  readonly location?: Location;
  readonly source: 'clock' | 'typed';
  /** Work on a weekend or holiday that was agreed to beforehand. */
  readonly preapproved?: boolean;
  /** The invoice that bills it. */
  readonly invoiceId?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export const expenseCategories = ['receipt', 'mileage', 'per_diem', 'lodging', 'travel', 'agent'] as const;
export type ExpenseCategory = (typeof expenseCategories)[number];

/** What a contractor paid for a job. Re-billed net of the tax that he recovers; `agent`: paid in the client's name. */
export interface Expense {
  readonly id: string;
  readonly contractorId: string;
  readonly projectId: string;
  readonly workOrderId?: string;
  readonly costCode?: string;
  readonly day: Day;
  readonly category: ExpenseCategory;
  readonly description: string;
  /** Kilometres, days or pieces, decimal text, for what has a rate. */
  readonly quantity?: string;
  readonly rate?: string;
  /** Before tax, decimal text. */
  readonly amount: string;
  /** Tax on the receipt, decimal text. */
  readonly taxPaid?: string;
  readonly currency: string;
  readonly province?: Province;
  readonly receiptFileId?: string;
  readonly status: ReviewStatus;
  readonly invoiceId?: string;
}
