import type { Rule } from './rule.ts';
import { arithmeticRules } from './rules/arithmetic.ts';
import { constructionRules } from './rules/construction.ts';
import { contractRules } from './rules/contract.ts';
import { expenseRules } from './rules/expenses.ts';
import { identityRules } from './rules/identity.ts';
import { longDayRules } from './rules/long-days.ts';
import { purchaseOrderRules } from './rules/purchase-order.ts';
import { rateRules } from './rules/rates.ts';
import { taxRules } from './rules/tax.ts';
import { timeRules } from './rules/time.ts';
import { amountSignals } from './signals/amounts.ts';
import { bankSignals } from './signals/bank.ts';
import { nearInvoiceSignals } from './signals/near-invoices.ts';
import { presenceSignals } from './signals/presence.ts';

/** Every rule (V) and signal (F) by its id. A signal ranks for review; only those of the bank account stop a payment. */
export const ruleBook: readonly Rule[] = [
  ...identityRules,
  ...purchaseOrderRules,
  ...arithmeticRules,
  ...taxRules,
  ...rateRules,
  ...timeRules,
  ...longDayRules,
  ...expenseRules,
  ...constructionRules,
  ...contractRules,
  ...nearInvoiceSignals,
  ...amountSignals,
  ...presenceSignals,
  ...bankSignals,
].sort((left, right) => toKey(left.id).localeCompare(toKey(right.id)));

/** Rules before signals. */
function toKey(id: string): string {
  return id.replace(/^V/, 'A');
}
