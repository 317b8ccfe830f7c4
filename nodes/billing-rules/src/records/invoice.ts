import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import type { TaxAmount, TaxRounding } from '../tax/calculate-tax.ts';
import type { Supply } from '../tax/taxes-of-supply.ts';
import type { RateType } from './rate-card.ts';
import type { ExpenseCategory } from './work.ts';

/** Hours of a time entry that a line bills, decimal text. */
export interface BilledTime {
  readonly entryId: string;
  readonly hours: string;
}

interface LineGround {
  readonly id: string;
  readonly description: string;
  /** Before tax, decimal text; negative on a credit note. */
  readonly amount: string;
  readonly supply: Supply;
  readonly costCode?: string;
}

/** What a line bills. */
export type InvoiceLine =
  | (LineGround & {
      readonly kind: 'labour';
      readonly role: string;
      readonly type: RateType;
      readonly hours: string;
      readonly rate: string;
      /** Which entries, and how many hours of each: one entry may be regular in part and overtime in part. */
      readonly time: readonly BilledTime[];
    })
  | (LineGround & {
      readonly kind: 'expense';
      readonly category: ExpenseCategory;
      readonly quantity?: string;
      readonly rate?: string;
      readonly expenseIds: readonly string[];
    })
  | (LineGround & { readonly kind: 'material'; readonly cost: string })
  | (LineGround & { readonly kind: 'equipment'; readonly hours: string; readonly rate: string })
  | (LineGround & { readonly kind: 'progress'; readonly item: string })
  | (LineGround & { readonly kind: 'change_order'; readonly changeOrder: string })
  | (LineGround & { readonly kind: 'holdback_release' });

/** A bill or, with `credits`, a credit note: the same with the signs turned. Money is decimal text to the cent. */
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly contractId: string;
  readonly contractorId: string;
  readonly province: Province;
  /** The date it bears, and the day its tax becomes payable: of a credit note, that of the original supply. */
  readonly date: Day;
  readonly taxDate: Day;
  readonly periodFrom: Day;
  readonly periodTo: Day;
  readonly due: Day;
  readonly currency: string;
  readonly purchaseOrder?: string;
  readonly rounding: TaxRounding;
  readonly lines: readonly InvoiceLine[];
  readonly subtotal: string;
  /** Kept back before tax; its own tax follows when it is released. */
  readonly holdback: string;
  readonly taxes: readonly TaxAmount[];
  readonly total: string;
  /** The invoice that this credit note takes back. */
  readonly credits?: string;
}
