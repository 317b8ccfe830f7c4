import { type Decimal, sum } from '../money/decimal.ts';

/** What a job cost; labour with its burden. Money before tax. */
export interface JobCosts {
  readonly labour: Decimal;
  readonly material: Decimal;
  readonly equipment: Decimal;
  readonly subcontract: Decimal;
}

export interface JobProfit {
  readonly cost: Decimal;
  /** By what was billed, and by what was earned: shown side by side, since each alone misleads. */
  readonly onBilled: Decimal;
  readonly onEarned: Decimal;
}

export function jobProfit(revenue: { readonly billed: Decimal; readonly earned: Decimal }, costs: JobCosts): JobProfit {
  const cost = sum([costs.labour, costs.material, costs.equipment, costs.subcontract]);
  return { cost, onBilled: revenue.billed.minus(cost), onEarned: revenue.earned.minus(cost) };
}
