/** A person to call about a file. */
export interface SlipContact {
  readonly name: string;
  /** `613` */
  readonly areaCode: string;
  /** `555-0100` */
  readonly phone: string;
  readonly extension?: string;
  readonly email?: string;
  readonly secondEmail?: string;
}

export interface SlipAddress {
  readonly line1?: string;
  readonly line2?: string;
  readonly city?: string;
  readonly province?: string;
  /** Three letters. */
  readonly country?: string;
  readonly postalCode?: string;
}

export type SlipRecipient =
  | {
      readonly kind: 'individual';
      readonly surname: string;
      readonly givenName?: string;
      readonly initial?: string;
      readonly sin?: string;
    }
  | { readonly kind: 'corporation' | 'partnership'; readonly name: string };

/** What one contractor's slip says. Amounts are decimal text. */
export interface Slip {
  readonly recipient: SlipRecipient;
  /** RT or RZ account, 15 characters. */
  readonly account?: string;
  readonly address?: SlipAddress;
  /** The payer's own number for the recipient. */
  readonly reference?: string;
  /** T5018 box 22, or T4A box 048. */
  readonly amount: string;
  /** T4A box 022. */
  readonly withheld?: string;
  /** Original, amended or cancelled. */
  readonly report: 'O' | 'A' | 'C';
}

export interface SlipPayer {
  readonly name: string;
  /** T5018: RZ account. T4A: RP account. */
  readonly account: string;
  readonly address?: SlipAddress;
  readonly contact: SlipContact;
}

/** Who sends the file: the T619 in front of it. */
export interface Transmitter {
  readonly account: { readonly kind: 'bn9' | 'bn15' | 'trust' | 'nr4'; readonly number: string };
  /** Needed when sent through Represent a Client. */
  readonly representative?: string;
  /** Up to 8 letters and digits, new for each file. */
  readonly reference: string;
  readonly language: 'E' | 'F';
  readonly name: string;
  readonly country: string;
  readonly contact: SlipContact;
}

export interface SlipFile {
  readonly transmitter: Transmitter;
  readonly payer: SlipPayer;
  readonly slips: readonly Slip[];
  /** Of the summary: original, amended, or a note about an amendment. */
  readonly report: 'O' | 'A' | 'M';
}

/** What stands in a file where a recipient gave no number. */
export const missingNumbers = { sin: '000000000', account: '000000000RT0000' } as const;
