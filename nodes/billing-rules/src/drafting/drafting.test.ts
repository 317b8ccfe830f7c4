import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../calendar/day.ts';
import { splitPeriod } from '../ledger/billing-period.ts';
import { decimal, sum, toPlain } from '../money/decimal.ts';
import type { Invoice } from '../records/invoice.ts';
import type { Contract, Contractor } from '../records/parties.ts';
import type { RateCardRow } from '../records/rate-card.ts';
import type { Expense, TimeEntry } from '../records/work.ts';
import { checkInvoice, firedRules } from '../validation/check-invoice.ts';
import { type DraftRequest, draftInvoice } from './draft-invoice.ts';
import { toCheckDocument } from './to-check-document.ts';

const contract: Contract = {
  ...{
    id: 'c1',
    number: 'C-77',
    contractorId: 'v1',
    currency: 'CAD',
    siteProvince: 'ON',
    from: '2026-01-01',
    to: null,
  },
  ...{ termsDays: 30, holdbackPercent: '10', poRequired: false, incrementMinutes: 15, caps: {}, overtime: 'province' },
};
const contractor: Contractor = {
  ...{
    id: 'v1',
    name: 'Ottawa Electric Ltd.',
    kind: 'corporation',
    status: 'approved',
    gstRegistered: true,
    resident: true,
  },
  ...{ gstNumber: '123456782RT0001', qstNumber: '1224002901TQ0001', insuranceTo: '2027-06-30' },
  clearances: (['ON', 'BC', 'QC'] as const).map((province) => ({
    ...{ board: 'board', province, account: '1', number: '2', from: '2026-01-01', to: '2027-02-19' },
  })),
};
const card: readonly RateCardRow[] = (['regular', 'overtime', 'double'] as const).map((type, at) => ({
  ...{ role: 'electrician', type, rate: ['68.45', '102.68', '136.90'][at] ?? '', from: '2026-01-01', to: null },
}));
const whole = { from: '2026-11-02', to: '2026-11-29' };

const entry = (more: Partial<TimeEntry>): TimeEntry => ({
  ...{ id: 'T1', contractorId: 'v1', worker: 'W1', projectId: 'J1', day: '2026-11-02', breakMinutes: 0, hours: '8' },
  ...{ zone: 'America/Toronto', role: 'electrician', type: 'regular', status: 'approved', source: 'typed' },
  createdAt: Date.UTC(2026, 10, 5),
  ...more,
});
const expense = (more: Partial<Expense>): Expense => ({
  ...{ id: 'E1', contractorId: 'v1', projectId: 'J1', day: '2026-11-03', category: 'mileage', description: 'Mileage' },
  ...{ quantity: '100', rate: '0.73', amount: '73.00', currency: 'CAD', status: 'approved' },
  ...more,
});
const draft = (more: Partial<DraftRequest>) =>
  draftInvoice({
    ...{ contract, contractor, card, period: whole, entries: [], expenses: [], language: 'en' },
    invoice: { id: 'i1', number: 'INV-1', date: '2026-11-30' },
    ...more,
  });

test('a week of fifty hours in Ontario becomes two lines, tax on the net of the holdback', () => {
  const entries = Array.from({ length: 5 }, (_, at) =>
    entry({ id: `T${at}`, day: addDays('2026-11-02', at), hours: '10' }),
  );

  const { invoice, left } = draft({
    entries,
    expenses: [expense({}), expense({ id: 'E2', category: 'agent', amount: '310.00' })],
  });

  expect(left).toEqual([]);
  expect(invoice.lines.map(({ description, amount }) => [description, amount])).toEqual([
    ['electrician, regular hours, 2026-11-02 to 2026-11-06', '3011.80'],
    ['electrician, overtime, 2026-11-06', '616.08'],
    ['Mileage', '73.00'],
    ['Mileage', '310.00'],
  ]);
  expect(invoice).toMatchObject({
    subtotal: '4010.88',
    holdback: '401.09',
    taxes: [{ tax: 'HST', base: '3299.79', amount: '428.97' }],
    total: '4038.76',
    due: '2026-12-30',
  });
});

describe('what is left out', () => {
  test('says why', () => {
    const entries = [
      entry({ id: 'a', status: 'submitted' }),
      entry({ id: 'b', invoiceId: 'other' }),
      entry({ id: 'c', role: 'welder' }),
      entry({ id: 'd', day: '2025-12-31' }),
      entry({ id: 'e', day: '2025-12-30' }),
    ];
    const period = { from: '2025-12-31', to: '2026-12-31' };

    const { invoice, left } = draft({ entries, period, expenses: [expense({ status: 'rejected' })] });

    expect(invoice.lines).toEqual([]);
    expect(invoice.total).toBe('0.00');
    expect(left.map(({ kind, id, why }) => [kind, id, why])).toEqual([
      ['time', 'a', 'not-approved'],
      ['time', 'b', 'already-billed'],
      ['time', 'c', 'no-rate'],
      ['time', 'd', 'rate-not-in-force'],
      ['expense', 'E1', 'not-approved'],
    ]);
  });

  test('hours that were billed before still count towards the week', () => {
    const days = Array.from({ length: 5 }, (_, at) =>
      entry({ id: `T${at}`, day: addDays('2026-11-02', at), hours: '10' }),
    );
    const entries = days.map((each, at) => (at < 4 ? { ...each, invoiceId: 'earlier' } : each));

    expect(draft({ entries }).invoice.lines.map((line) => line.kind === 'labour' && [line.type, line.hours])).toEqual([
      ['regular', '4'],
      ['overtime', '6'],
    ]);
  });
});

const records = fc.record({
  entries: fc
    .array(
      fc.record({
        worker: fc.constantFrom('W1', 'W2', 'W3'),
        day: fc.nat(27).map((count) => addDays(whole.from, count)),
        hours: fc.integer({ min: 1, max: 56 }).map((quarters) => toPlain(decimal(quarters).div(4))),
        status: fc.constantFrom('approved' as const, 'approved' as const, 'submitted' as const),
      }),
      { maxLength: 30 },
    )
    .map((list) => list.map((each, at) => entry({ id: `T${at}`, ...each }))),
  amounts: fc.array(fc.integer({ min: 1, max: 99_999 }), { maxLength: 5 }),
  province: fc.constantFrom('ON' as const, 'BC' as const, 'QC' as const),
  holdbackPercent: fc.constantFrom('0', '7.5', '10'),
});

function requestOf({
  entries,
  amounts,
  province,
  holdbackPercent,
}: typeof records extends fc.Arbitrary<infer T> ? T : never) {
  const expenses = amounts.map((cents, at) =>
    expense({
      id: `E${at}`,
      category: 'lodging',
      quantity: '1',
      amount: (cents / 100).toFixed(2),
      rate: (cents / 100).toFixed(2),
    }),
  );
  return { contract: { ...contract, siteProvince: province, holdbackPercent }, entries, expenses };
}

test('a drafted invoice passes every check of its numbers, rates, taxes and overtime', () => {
  const mustHold = [9, 10, 11, 12, 13, 14, 16, 18, 19, 20, 21, 22, 23, 24, 28, 30, 32, 35, 36, 37].map(
    (id) => `V${String(id).padStart(2, '0')}`,
  );
  fc.assert(
    fc.property(records, (given) => {
      const request = requestOf(given);
      const { invoice } = draft(request);
      const words = { buyer: 'Capital Towers', terms: 'Net 30', payTo: 'Ann Roy', address: '12 Bank St' };
      const document = toCheckDocument({ invoice, contractor, card, received: '2026-12-01', words, ...request });

      const fired = firedRules(checkInvoice(document));

      expect(fired.filter((rule) => mustHold.includes(rule))).toEqual([]);
      // Overtime is judged against whole weeks, so it fits where every entry of them is approved.
      if (request.entries.every(({ status }) => status === 'approved')) expect(fired).not.toContain('V27');
    }),
    { numRuns: 60 },
  );
});

test('the same records in another order give the same invoice', () => {
  fc.assert(
    fc.property(records, fc.nat(), (given, seed) => {
      const request = requestOf(given);
      const turn = <T>(list: readonly T[]) => [
        ...list.slice(seed % (list.length || 1)),
        ...list.slice(0, seed % (list.length || 1)),
      ];

      expect(draft({ ...request, entries: turn(request.entries), expenses: turn(request.expenses) }).invoice).toEqual(
        draft(request).invoice,
      );
    }),
    { numRuns: 60 },
  );
});

function hoursOf(invoices: readonly Invoice[]): Readonly<Record<string, string>> {
  const time = invoices.flatMap(({ lines }) =>
    lines.flatMap((line) =>
      line.kind === 'labour' ? line.time.map((part) => [`${part.entryId} ${line.type}`, part.hours] as const) : [],
    ),
  );
  const keys = Map.groupBy(time, ([key]) => key);
  return Object.fromEntries(
    [...keys].map(([key, parts]) => [key, toPlain(sum(parts.map(([, hours]) => decimal(hours))))]),
  );
}

test('two invoices over the halves of a period bill what one over the whole does, and nothing twice', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 27 }), (given, cut) => {
      const request = requestOf(given);
      const [first, second] = splitPeriod(whole, addDays(whole.from, cut));

      const one = draft({ ...request, period: first }).invoice;
      const billed = new Set(
        one.lines.flatMap((line) => (line.kind === 'labour' ? line.time.map(({ entryId }) => entryId) : [])),
      );
      const after = request.entries.map((each) => (billed.has(each.id) ? { ...each, invoiceId: 'i1' } : each));
      const two = draft({ ...request, entries: after, period: second }).invoice;
      const again = draft({ ...request, entries: after, period: first }).invoice;

      expect(hoursOf([one, two])).toEqual(hoursOf([draft(request).invoice]));
      expect(hoursOf([again])).toEqual({});
    }),
    { numRuns: 60 },
  );
});
