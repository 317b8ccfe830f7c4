/** `block`: do not pay · `error`: return or correct · `warn`: a person looks · `info`: a note for review. */
export const severities = ['block', 'error', 'warn', 'info'] as const;
export type Severity = (typeof severities)[number];

export interface Bilingual {
  readonly en: string;
  readonly fr: string;
}

/** A field of the document and what it would become. Text of lists and objects is JSON. */
export interface Change {
  /** `invoice.lines[2].amount` */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The numbers and names behind a finding: money and hours are decimal text, days are `2026-11-22`. */
export type Values = Readonly<Record<string, string | number>>;

/** What a rule found in one place; the rule's text turns it into sentences. */
export interface Hit {
  /** The field it concerns, `invoice.lines[2].amount`. */
  readonly place: string;
  readonly values?: Values;
  /** The proposed correction. An empty list: a proposal in words that a person carries out. */
  readonly fix?: readonly Change[];
}

/** A rule that fired in one place, with its explanation. */
export interface Finding {
  /** `V08` */
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly place: string;
  readonly values: Values;
  readonly title: Bilingual;
  readonly message: Bilingual;
  readonly proposal?: { readonly message: Bilingual; readonly changes: readonly Change[] };
}
