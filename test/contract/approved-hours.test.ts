import { expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import {
  evaluate,
  expected,
  group,
  parameters,
  sample,
  slug,
  summarise,
  taxCodes,
} from '../support/templates/approved-hours.ts';
import { fileOf, readJson } from '../support/templates/template-folder.ts';

async function readSampleWorkbook() {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(fileOf(slug, 'samples/timesheet-2026-11.xlsx').pathname);
  const rows: Record<string, unknown>[] = [];
  workbook.worksheets[0]?.eachRow((row, number) => {
    if (number === 1) return;
    const text = (column: number) => String(row.getCell(column).value);
    const hours = row.getCell(8).value;
    rows.push({
      row: number,
      date: (row.getCell(1).value as Date).toISOString().slice(0, 10),
      contractor: text(2),
      role: text(3),
      client: text(4),
      job: text(5),
      province: text(6),
      type: text(7),
      hours: typeof hours === 'number' ? hours.toFixed(2) : hours,
      status: text(9),
    });
  });
  return rows;
}

test('the sample gives the invoices that were worked out by hand, to the cent', async () => {
  const grouped = await group(sample);

  expect(grouped.invoices).toHaveLength(expected.invoices.length);
  for (const [index, invoice] of expected.invoices.entries()) {
    const lines = invoice.lines.map((line) => ({ ...line, taxCodeId: taxCodes[index]?.id }));
    expect(grouped.invoices[index]).toMatchObject({ ...invoice, lines });
  }
  expect(grouped.rejected).toEqual(expected.summary.rejected);
  expect(grouped.notApproved).toEqual(expected.summary.notApproved);
  expect(grouped.counts).toEqual({ received: 45, accepted: 42 });
});

test('the Excel file holds the same entries as the webhook sample, and gives the same invoices', async () => {
  const all = await readSampleWorkbook();
  const faulty = all.filter((row) => row['hours'] === 'eight');
  const reason = 'Cell H26 holds "eight", which is not a number. Write a number such as 7.5.';
  const problems = faulty.map(({ row }) => ({ row, heading: 'Hours', reason, found: 'eight' }));
  const rows = all.filter((row) => row['hours'] !== 'eight');

  const fromSheet = await group({ sheet: 'Hours', rows, problems, rowCount: all.length });

  expect(all).toEqual(sample.entries);
  expect(fromSheet.invoices).toEqual((await group(sample)).invoices);
  expect(fromSheet.rejected).toEqual([
    { row: 26, reason: 'Hours: "eight". Cell H26 is not a number. Write a number such as 7.5.' },
  ]);
});

test('QuickBooks is sent the lines, the dates and our reference', async () => {
  const grouped = await group(sample);

  for (const [index, item] of grouped.invoices.entries()) {
    const wanted = expected.invoices[index];
    expect(await evaluate('invoice', { id: '58' }, { item })).toEqual({
      customerId: '58',
      txnDate: wanted?.txnDate,
      dueDate: wanted?.dueDate,
      docNumber: wanted?.number,
      privateNote: wanted?.reference,
      lines: item.lines,
    });
  }
});

test('QuickBooks numbers the invoices itself when it is asked to', async () => {
  const { invoices } = await group(sample, { parameters: { ...parameters, invoiceNumbers: 'quickbooks' } });

  expect(await evaluate('invoice', { id: '58' }, { item: invoices[0] })).not.toHaveProperty('docNumber');
});

test('the summary says what was posted, what was rejected and why', async () => {
  expect(await summarise(await group(sample))).toEqual(expected.summary);
});

test('the summary says so when QuickBooks came to another total', async () => {
  const { invoices } = await group(sample);
  const answer = { id: '130', docNumber: '1', totalAmount: 10_888.11, totalTax: 1_252.61 };

  expect(await evaluate('record', answer, { item: invoices[0] })).toMatchObject({
    value: { total: '10888.12', status: 'posted, but QuickBooks has the total 10888.11' },
  });
});

test('the example ends as it says', async () => {
  const example = readJson(slug, 'example.json') as { payload: unknown; end: { output: unknown } };

  expect(await summarise(await group(example.payload))).toEqual(example.end.output);
});

const decimal = /^\d+\.\d{2}$/;
const toCents = (text: string): bigint => {
  expect(text).toMatch(decimal);
  return BigInt(text.replace('.', ''));
};
const halfUp = (number: bigint, divisor: bigint): bigint => (number * 2n + divisor) / (divisor * 2n);
const sum = (all: readonly bigint[]): bigint => all.reduce((total, each) => total + each, 0n);

const site = fc.constantFrom(
  { job: 'OTT-1042', province: 'ON' },
  { job: 'GAT-2077', province: 'QC' },
  { job: 'X', province: 'BC' },
);
const anyEntry = fc
  .record({
    date: fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
    contractor: fc.constantFrom('Ann', 'Bob', 'Chloé'),
    role: fc.constantFrom('Plumber', 'Electrician apprentice', 'electrician JOURNEYPERSON', 'Welder'),
    client: fc.constantFrom('Capital Towers Inc.', 'Capital Towers Inc. '),
    type: fc.constantFrom('Regular', 'Overtime', 'Double', '?'),
    hours: fc.oneof(
      fc.integer({ min: 0, max: 2_500 }).map((hundredths) => (hundredths / 100).toFixed(2)),
      fc.constantFrom('eight', '', '1.005', 7.25),
    ),
    status: fc.constantFrom('Approved', 'approved', 'Pending', ''),
  })
  .chain((entry) => site.map((place) => ({ ...entry, ...place })));

test('whatever the rows: lines add up, tax is rounded once, nothing is a fraction of a cent, no row is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { maxLength: 30 }), async (entries) => {
      const { invoices, rejected, notApproved } = await group({ entries });

      for (const { lines, subtotal, taxes, tax, total } of invoices) {
        for (const { quantity, unitPrice, amount } of lines) {
          expect(toCents(amount)).toBe(halfUp(toCents(quantity) * toCents(unitPrice), 100n));
        }
        expect(sum(lines.map((line) => toCents(line.amount)))).toBe(toCents(subtotal));
        for (const { percent, amount } of taxes) {
          const thousandths = BigInt(Math.round(Number(percent) * 1_000));
          expect(toCents(amount)).toBe(halfUp(toCents(subtotal) * thousandths, 100_000n));
        }
        expect(sum(taxes.map(({ amount }) => toCents(amount)))).toBe(toCents(tax));
        expect(toCents(subtotal) + toCents(tax)).toBe(toCents(total));
      }
      const told = [...invoices.flatMap(({ rows }) => rows), ...[...rejected, ...notApproved].map(({ row }) => row)];
      expect(told.sort((a, b) => a - b)).toEqual(entries.map((_entry, index) => index + 1));
    }),
    { numRuns: 60 },
  );
});
