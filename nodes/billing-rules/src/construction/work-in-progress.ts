import { type Decimal, larger, roundCents, zero } from '../money/decimal.ts';

/** A contract at a day; money before tax. */
export interface WorkInProgress {
  readonly contract: Decimal;
  readonly approvedChanges: Decimal;
  readonly estimatedTotalCost: Decimal;
  readonly costToDate: Decimal;
  readonly billedToDate: Decimal;
}

export interface WorkInProgressReport {
  readonly revisedContract: Decimal;
  /** To two places, for reading only: what follows uses the unrounded share. */
  readonly percentComplete: Decimal;
  readonly earnedRevenue: Decimal;
  /** Billed more than earned: a liability. */
  readonly overbilling: Decimal;
  /** Earned more than billed: an asset. */
  readonly underbilling: Decimal;
  readonly grossProfitToDate: Decimal;
  readonly estimatedGrossProfit: Decimal;
  readonly costToComplete: Decimal;
  readonly backlog: Decimal;
  /** The part of an expected loss that the work to come will bring: recognized at once. */
  readonly lossProvision: Decimal;
}

/** Percentage of completion by cost. Nothing is earned where no cost is expected. */
export function reportWork(work: WorkInProgress): WorkInProgressReport {
  const { contract, approvedChanges, estimatedTotalCost: cost, costToDate, billedToDate } = work;
  const revisedContract = contract.plus(approvedChanges);
  const known = cost.gt(0);
  // Multiplied before it is divided, so that a third of the work is a third of the price.
  const share = (of: Decimal) => (known ? of.times(costToDate).div(cost) : zero);
  const earnedRevenue = roundCents(share(revisedContract));
  const over = billedToDate.minus(earnedRevenue);
  const loss = larger(cost.minus(revisedContract), zero);
  return {
    revisedContract,
    percentComplete: known ? roundCents(costToDate.times(100).div(cost)) : zero,
    earnedRevenue,
    overbilling: larger(over, zero),
    underbilling: larger(over.neg(), zero),
    grossProfitToDate: earnedRevenue.minus(costToDate),
    estimatedGrossProfit: revisedContract.minus(cost),
    costToComplete: cost.minus(costToDate),
    backlog: revisedContract.minus(earnedRevenue),
    lossProvision: roundCents(loss.minus(share(loss))),
  };
}
