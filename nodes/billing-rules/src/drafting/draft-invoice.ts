import type { Day } from '../calendar/day.ts';
import { dueDate, inPeriod } from '../ledger/billing-period.ts';
import { decimal, percentOf, sum, toMoney, toPlain } from '../money/decimal.ts';
import { extend } from '../pricing/price-line.ts';
import type { RateAdjustments } from '../pricing/rate-card.ts';
import type { Invoice, InvoiceLine } from '../records/invoice.ts';
import type { Contractor } from '../records/parties.ts';
import { rateTypes } from '../records/rate-card.ts';
import type { Expense } from '../records/work.ts';
import { calculateTax, type TaxRounding } from '../tax/calculate-tax.ts';
import { taxesOfSupply } from '../tax/taxes-of-supply.ts';
import { billableTime, type LeftOut, splitBillable, type TimePart, type TimeRequest } from './billable-time.ts';
import { labourText } from './line-text.ts';

export interface DraftRequest extends Omit<TimeRequest, 'adjustments'> {
  readonly contractor: Pick<Contractor, 'id' | 'gstRegistered'>;
  readonly adjustments?: RateAdjustments;
  readonly expenses: readonly Expense[];
  readonly rounding?: TaxRounding;
  readonly language: 'en' | 'fr';
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    readonly date: Day;
    readonly purchaseOrder?: string;
  };
}

export interface Draft {
  readonly invoice: Invoice;
  /** What lies in the period and is not billed, with the reason. */
  readonly left: readonly LeftOut[];
}

/** Parts that make one line: the same trade, type, tier and cost code at the same rate. */
function lineKey({ entry, type, rate }: TimePart): string {
  const order = String(rateTypes.indexOf(type));
  return JSON.stringify([entry.role, order, entry.tier ?? '', entry.costCode ?? '', rate.toFixed(2)]);
}

function labourLines(parts: readonly TimePart[], language: 'en' | 'fr'): readonly InvoiceLine[] {
  const groups = [...Map.groupBy(parts, lineKey)].sort(([left], [right]) => left.localeCompare(right));
  return groups.flatMap(([, unsorted], at) => {
    const group = [...unsorted].sort(
      (left, right) => left.entry.day.localeCompare(right.entry.day) || left.entry.id.localeCompare(right.entry.id),
    );
    const [first] = group;
    if (first === undefined) return [];
    const hours = sum(group.map((part) => part.hours));
    const { role, costCode, day } = first.entry;
    return [
      {
        id: String(at + 1),
        kind: 'labour' as const,
        description: labourText({ role, type: first.type, from: day, to: group.at(-1)?.entry.day ?? day }, language),
        role,
        type: first.type,
        supply: 'real-property' as const,
        hours: toPlain(hours),
        rate: toMoney(first.rate),
        amount: toMoney(extend(hours, first.rate)),
        time: group.map((part) => ({ entryId: part.entry.id, hours: toPlain(part.hours) })),
        ...(costCode === undefined ? {} : { costCode }),
      },
    ];
  });
}

/** Re-billed net of the tax that the contractor recovers, taxed like the service; what was paid as agent passes untaxed. */
function expenseLine(expense: Expense, number: number): InvoiceLine {
  const { id, category, description, quantity, rate, amount, costCode } = expense;
  return {
    id: String(number),
    kind: 'expense',
    description,
    category,
    supply: category === 'agent' ? 'agent' : 'real-property',
    amount: toMoney(decimal(amount)),
    expenseIds: [id],
    ...(quantity === undefined ? {} : { quantity }),
    ...(rate === undefined ? {} : { rate }),
    ...(costCode === undefined ? {} : { costCode }),
  };
}

function byDay(left: Expense, right: Expense): number {
  return left.day.localeCompare(right.day) || left.id.localeCompare(right.id);
}

/**
 * An invoice from approved time and expenses of a period. The same records give the same invoice in whatever order they
 * come; overtime is taken from whole weeks, tax from the site's province on the invoice's date, less the holdback.
 */
export function draftInvoice(request: DraftRequest): Draft {
  const { contract, contractor, period, language, rounding = 'invoice', adjustments = {}, invoice: given } = request;
  const time = billableTime({ ...request, adjustments });
  const expenses = splitBillable('expense', inPeriod(request.expenses, period));
  const labour = labourLines(time.parts, language);
  const others = [...expenses.open].sort(byDay).map((each, at) => expenseLine(each, labour.length + at + 1));
  const lines = [...labour, ...others];
  const { siteProvince: province, termsDays, holdbackPercent } = contract;
  const subtotal = sum(lines.map(({ amount }) => decimal(amount)));
  const holdback = toMoney(percentOf(subtotal, decimal(holdbackPercent)));
  const facts = { province, date: given.date, registered: contractor.gstRegistered };
  const taxable = lines.map(({ amount, supply }) => ({ amount, taxes: taxesOfSupply({ ...facts, supply }) }));
  const money = calculateTax({ province, date: given.date, rounding, lines: taxable, holdback });
  const invoice: Invoice = {
    ...given,
    ...{ contractId: contract.id, contractorId: contractor.id, province, taxDate: given.date },
    ...{
      periodFrom: period.from,
      periodTo: period.to,
      due: dueDate(given.date, termsDays),
      currency: contract.currency,
    },
    ...{ rounding, lines, holdback, ...money },
  };
  return { invoice, left: [...time.left, ...expenses.left] };
}
