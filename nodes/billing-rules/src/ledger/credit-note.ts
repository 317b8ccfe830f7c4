import type { Day } from '../calendar/day.ts';
import { decimal, toMoney } from '../money/decimal.ts';
import type { Invoice, InvoiceLine } from '../records/invoice.ts';

function negate(amount: string): string {
  return toMoney(decimal(amount).neg());
}

function negateLine(line: InvoiceLine): InvoiceLine {
  return { ...line, amount: negate(line.amount) };
}

/** Takes back a whole invoice: every amount with its sign turned, tax at the rate and date of the original supply. */
export function creditNoteOf(
  invoice: Invoice,
  note: { readonly id: string; readonly number: string; readonly date: Day },
): Invoice {
  return {
    ...invoice,
    ...note,
    due: note.date,
    lines: invoice.lines.map(negateLine),
    subtotal: negate(invoice.subtotal),
    holdback: negate(invoice.holdback),
    taxes: invoice.taxes.map((tax) => ({ ...tax, base: negate(tax.base), amount: negate(tax.amount) })),
    total: negate(invoice.total),
    credits: invoice.id,
  };
}
