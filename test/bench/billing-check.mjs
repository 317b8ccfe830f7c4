import { readFileSync } from 'node:fs';
import { checkDocumentSchema, checkInvoice } from '@invoicepatch/billing-rules';

const cases = new URL('../../nodes/billing-rules/testing/cases/validation-cases.json', import.meta.url);
const { base } = JSON.parse(readFileSync(cases, 'utf8'));
const [invoices, lines] = [100, 40];

/** An invoice of many lines, each with its own time entry, and a history behind it. */
function invoiceOf(number) {
  const [entry] = base.time_entries;
  const [labour] = base.invoice.lines;
  const nth = [...Array(lines).keys()];
  const day = (at) => `2026-11-${String(2 + (at % 5)).padStart(2, '0')}`;
  const entries = nth.map((at) => ({ ...entry, id: `T${at}`, worker: `W${at >> 3}`, date: day(at), created: day(at) }));
  const past = nth.map((at) => ({
    vendor: 'VEN1',
    number: `A-${at}`,
    date: '2026-10-01',
    total: `${900 + at}.00`,
    po: 'P',
  }));
  return {
    ...base,
    time_entries: entries,
    history: past,
    invoice: {
      ...base.invoice,
      number: `INV-${number}`,
      lines: nth.map((at) => ({ ...labour, entries: [`T${at}`], qty: '8.00', amount: '680.00' })),
      subtotal: '27200.00',
      taxes: [{ tax: 'HST', amount: '3536.00' }],
      total: '30736.00',
    },
  };
}

function round() {
  const documents = Array.from({ length: invoices }, (_, at) => invoiceOf(at));
  const started = performance.now();
  const parsed = documents.map((document) => checkDocumentSchema.parse(document));
  const checking = performance.now();
  const findings = parsed.reduce((count, document) => count + checkInvoice(document).length, 0);
  return { parseMs: checking - started, checkMs: performance.now() - checking, findings };
}

round();
const rounds = Array.from({ length: 5 }, round).sort((left, right) => left.checkMs - right.checkMs);
const { parseMs, checkMs, findings } = rounds[2];
const result = {
  invoices,
  lines,
  parseMs: Math.round(parseMs),
  checkMs: Math.round(checkMs),
  findings,
};
if (!process.argv.includes('--json')) {
  process.stdout.write(
    `${invoices} invoices of ${lines} lines: read in ${result.parseMs} ms, checked in ${result.checkMs} ms.\n`,
  );
}
process.stdout.write(`${JSON.stringify(result)}\n`);
