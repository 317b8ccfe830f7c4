import type { Day } from '../calendar/day.ts';
import type { Jurisdiction } from '../calendar/province.ts';

/** Days on the clocks of prompt payment; calendar days, the day of receipt is day 0. */
export interface PaymentDays {
  readonly owner: number;
  readonly nonPaymentNotice: number;
  readonly downstream: number;
  /** A list of defects, or the invoice counts as proper. Since a day. */
  readonly deficiencyNotice?: { readonly days: number; readonly from: Day };
  /** Where the payers below the owner have days of their own, counted from the same receipt. */
  readonly tiers?: { readonly contractorNotice: number; readonly subcontractorNotice: number };
}

/** `in-force` since a day · `enacted`: passed, no day found on which it begins · `phased`: public contracts · `none` found. */
export type PromptPayment =
  | { readonly status: 'in-force'; readonly from: Day; readonly days: PaymentDays }
  | { readonly status: 'enacted'; readonly assent: Day; readonly days?: PaymentDays }
  | { readonly status: 'phased'; readonly phases: readonly QuebecPhase[] }
  | { readonly status: 'none' };

/** Public contracts in Quebec from a day on, from so many dollars. */
export interface QuebecPhase {
  readonly from: Day;
  readonly buildingFrom: string;
  readonly civilFrom: string;
}

/** Ontario's yearly release of holdback: days after the anniversary and after the publication of the notice. */
export interface AnnualRelease {
  readonly from: Day;
  readonly publishWithin: number;
  readonly payFrom: number;
  readonly payBy: number;
  readonly downstream: number;
}

export interface ConstructionLaw {
  readonly statute: string;
  /** Percent by law; `null`: by contract only. */
  readonly holdbackPercent: string | null;
  /** Another percentage up to a value of the contract. */
  readonly smallContract?: { readonly upTo: string; readonly percent: string };
  /** A second holdback on the work that remains after substantial performance. */
  readonly finishingPercent?: string;
  readonly lienDays: number | null;
  /** Days that the holdback is kept, where the law says so instead of the lien period. */
  readonly retentionDays?: number;
  readonly promptPayment: PromptPayment;
  readonly annualRelease?: AnnualRelease;
  /** What is not certain about this row. */
  readonly uncertain?: string;
}

const usual: PaymentDays = { owner: 28, nonPaymentNotice: 14, downstream: 7 };

/** State of 2026-11-22, from law firms' and registries' pages; docs/billing.md says what is certain. Not legal advice. */
export const constructionLaws: Readonly<Record<Jurisdiction, ConstructionLaw>> = {
  ON: {
    statute: 'Construction Act, R.S.O. 1990, c. C.30',
    holdbackPercent: '10',
    lienDays: 60,
    promptPayment: {
      status: 'in-force',
      from: '2019-10-01',
      days: { ...usual, deficiencyNotice: { days: 7, from: '2026-01-01' } },
    },
    annualRelease: { from: '2026-01-01', publishWithin: 14, payFrom: 60, payBy: 74, downstream: 14 },
  },
  AB: {
    statute: 'Prompt Payment and Construction Lien Act, RSA 2000, c. P-26.4',
    holdbackPercent: '10',
    lienDays: 60,
    promptPayment: { status: 'in-force', from: '2022-08-29', days: usual },
    uncertain: 'The lien period is 90 days for concrete and, from general knowledge, for wells.',
  },
  SK: {
    statute: "The Builders' Lien Act",
    holdbackPercent: '10',
    lienDays: 40,
    promptPayment: { status: 'in-force', from: '2022-03-01', days: usual },
    uncertain: 'The first day in 2022, the percentage and the lien period are from general knowledge.',
  },
  MB: {
    statute: "The Builders' Liens Act, C.C.S.M. c. B91",
    holdbackPercent: '7.5',
    lienDays: 60,
    promptPayment: { status: 'in-force', from: '2025-04-01', days: usual },
  },
  BC: {
    statute: 'Builders Lien Act, SBC 1997, c. 45; Construction Prompt Payment Act (2025)',
    holdbackPercent: '10',
    lienDays: 45,
    retentionDays: 55,
    promptPayment: { status: 'enacted', assent: '2025-11-27', days: usual },
    uncertain: 'No day was found on which prompt payment comes into force.',
  },
  QC: {
    statute: 'Civil Code (art. 2724 ff.); regulation on prompt payments of public contracts',
    holdbackPercent: null,
    lienDays: 30,
    promptPayment: {
      status: 'phased',
      phases: [
        { from: '2025-09-08', buildingFrom: '750000', civilFrom: '2500000' },
        { from: '2026-09-08', buildingFrom: '75000', civilFrom: '675000' },
        { from: '2027-09-08', buildingFrom: '0', civilFrom: '0' },
      ],
    },
    uncertain: 'The calendar of requests and payments was seen as a draft only, so no dates are computed.',
  },
  NB: {
    statute: 'Construction Remedies Act; Construction Prompt Payment and Adjudication Act',
    holdbackPercent: '10',
    lienDays: 60,
    promptPayment: { status: 'enacted', assent: '2023-06-16' },
    uncertain: 'The percentage and the lien period are from general knowledge.',
  },
  NS: {
    statute: "Builders' Lien Act",
    holdbackPercent: '10',
    finishingPercent: '10',
    lienDays: 60,
    promptPayment: { status: 'enacted', assent: '2019-04-12' },
  },
  PE: {
    statute: "Mechanics' Lien Act, RSPEI 1988, c. M-4",
    holdbackPercent: '15',
    smallContract: { upTo: '15000', percent: '20' },
    lienDays: 60,
    promptPayment: { status: 'none' },
    uncertain: 'The percentages are from general knowledge and were not verified.',
  },
  NL: {
    statute: "Mechanics' Lien Act",
    holdbackPercent: '10',
    lienDays: 30,
    promptPayment: { status: 'none' },
    uncertain: 'The percentage and the lien period are from general knowledge.',
  },
  YT: {
    statute: 'Builders Lien Act',
    holdbackPercent: '10',
    lienDays: 30,
    promptPayment: { status: 'none' },
    uncertain: 'From general knowledge.',
  },
  NT: {
    statute: "Builders' Lien Act, S.N.W.T. 2023, c. 24",
    holdbackPercent: '10',
    lienDays: null,
    promptPayment: { status: 'none' },
    uncertain: 'The percentage is from general knowledge.',
  },
  NU: {
    statute: 'Mechanics Lien Act',
    holdbackPercent: '10',
    lienDays: 45,
    promptPayment: { status: 'none' },
    uncertain: 'From general knowledge.',
  },
  CA: {
    statute: 'Federal Prompt Payment for Construction Work Act, SC 2019, c. 29, s. 387',
    holdbackPercent: null,
    lienDays: null,
    promptPayment: {
      status: 'in-force',
      from: '2023-12-09',
      days: { ...usual, nonPaymentNotice: 21, tiers: { contractorNotice: 28, subcontractorNotice: 35 } },
    },
    uncertain: 'On federal land in Ontario, Saskatchewan and Alberta the law of the province applies instead.',
  },
};
