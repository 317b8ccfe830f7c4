import type { Day } from '../calendar/day.ts';

/** What an hour is paid as. */
export const rateTypes = ['regular', 'overtime', 'double', 'travel', 'standby', 'night'] as const;
export type RateType = (typeof rateTypes)[number];

/** A rate in force from one day to another, both inclusive. */
export interface RateCardRow {
  /** The trade, such as `electrician`. */
  readonly role: string;
  readonly type: RateType;
  /** Skill tier, such as `journeyman`; a row without one holds for all. */
  readonly tier?: string;
  /** Where the work is; a row without one holds everywhere. */
  readonly region?: string;
  /** Dollars an hour, decimal text. */
  readonly rate: string;
  readonly from: Day;
  /** `null`: until further notice. */
  readonly to: Day | null;
}

/** A card belongs to one contract; without one it is the client's usual card. */
export interface RateCard {
  readonly id: string;
  readonly name: string;
  readonly contractId?: string;
  readonly currency: string;
  readonly rows: readonly RateCardRow[];
}
