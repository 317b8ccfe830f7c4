import type { Jurisdiction } from '../calendar/province.ts';

/** Hours after which more is due. `null`: no such limit. */
export interface OvertimeRule {
  readonly daily: string | null;
  readonly dailyDouble: string | null;
  readonly weekly: string | null;
}

const eightAndForty: OvertimeRule = { daily: '8', dailyDouble: null, weekly: '40' };
const weekOnly = (weekly: string): OvertimeRule => ({ daily: null, dailyDouble: null, weekly });

/**
 * The general rule of employment standards for hourly employees (docs/billing.md has the sources). A contractor is
 * bound by the contract; this is what "as the province has it" means. Sites in Quebec follow the agreements of the
 * construction commission, and several provinces know other rules for construction: those come as a rule of the contract.
 */
export const overtimeRules: Readonly<Record<Jurisdiction, OvertimeRule>> = {
  AB: { daily: '8', dailyDouble: null, weekly: '44' },
  BC: { daily: '8', dailyDouble: '12', weekly: '40' },
  MB: eightAndForty,
  NB: weekOnly('44'),
  NL: weekOnly('40'),
  NS: weekOnly('48'),
  NT: eightAndForty,
  NU: eightAndForty,
  ON: weekOnly('44'),
  PE: weekOnly('48'),
  QC: weekOnly('40'),
  SK: eightAndForty,
  YT: eightAndForty,
  CA: eightAndForty,
};

/** A week planned as four days of ten hours: the day's limit is ten (Saskatchewan). */
export const fourTens: OvertimeRule = { daily: '10', dailyDouble: null, weekly: '40' };
