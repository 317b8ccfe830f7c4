/** `T5018`: construction subcontractors · `T4A`: fees for services, box 048 · `T4A-NR`: non-residents · `T4`: employees. */
export type SlipKind = 'T5018' | 'T4A' | 'T4A-NR' | 'T4';

export interface PaymentFacts {
  readonly employee: boolean;
  readonly resident: boolean;
  /** More than half of the payer's business income comes from construction. */
  readonly payerInConstruction: boolean;
  /** The payments are for construction services. */
  readonly construction: boolean;
}

/** Which slip reports what was paid to somebody. A non-resident has 15 percent withheld (Regulation 105). */
export function chooseSlip({ employee, resident, payerInConstruction, construction }: PaymentFacts): SlipKind {
  if (employee) return 'T4';
  if (!resident) return 'T4A-NR';
  return payerInConstruction && construction ? 'T5018' : 'T4A';
}
