import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';

export interface Address {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly province: Province;
  /** `K1A 0B1` */
  readonly postalCode: string;
  /** ISO 3166, three letters: `CAN`. */
  readonly country: string;
}

/** Proof that a workers' compensation account is in good standing; checked by the province of the work. */
export interface Clearance {
  /** `WSIB`, `WorkSafeBC`, `CNESST`, … */
  readonly board: string;
  readonly province: Province;
  readonly account: string;
  readonly number: string;
  /** Whom it is addressed to, where the board addresses it. */
  readonly addressee?: string;
  readonly from: Day;
  readonly to: Day;
  readonly fileId?: string;
}

/** A vendor of labour: an individual, a corporation or a partnership. */
export interface Contractor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'individual' | 'corporation' | 'partnership';
  readonly status: 'applied' | 'approved' | 'on_hold' | 'left';
  readonly address?: Address;
  readonly gstRegistered: boolean;
  readonly gstNumber?: string;
  readonly qstNumber?: string;
  readonly businessNumber?: string;
  /** Whether the tax agency sees a resident of Canada; others get another slip and 15 percent withheld. */
  readonly resident: boolean;
  readonly clearances: readonly Clearance[];
  readonly insuranceTo?: Day;
  /** Attestation de Revenu Québec: the day it is good until. */
  readonly quebecAttestationTo?: Day;
  /** Fingerprint of the account that is paid, never the number; the day it last changed, and whether somebody called back. */
  readonly bank?: { readonly fingerprint: string; readonly changedOn?: Day; readonly verified: boolean };
}

/** What client and contractor agreed. */
export interface Contract {
  readonly id: string;
  readonly number: string;
  readonly contractorId: string;
  readonly currency: string;
  readonly siteProvince: Province;
  readonly from: Day;
  readonly to: Day | null;
  readonly termsDays: number;
  /** Percent, decimal text. */
  readonly holdbackPercent: string;
  readonly poRequired: boolean;
  readonly incrementMinutes: number;
  readonly markupPercent?: string;
  /** Dollars a kilometre or day, decimal text. */
  readonly caps: { readonly mileage?: string; readonly per_diem?: string };
  /** Hours above a limit: as the province has it, or none beyond what is agreed. */
  readonly overtime: 'province' | 'none';
  readonly rateCardId?: string;
  /** What the rate card calls the place of the site. */
  readonly rateRegion?: string;
  /** What the invoice must say to start the clocks of prompt payment. */
  readonly properInvoice?: boolean;
}
