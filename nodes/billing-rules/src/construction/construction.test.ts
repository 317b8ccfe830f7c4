import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import type { Jurisdiction } from '../calendar/province.ts';
import { type Decimal, decimal, sum, toMoney } from '../money/decimal.ts';
import { finishingHoldbackOf, holdbackAccount, holdbackFreeOn, holdbackOf, holdbackPercent } from './holdback.ts';
import { jobProfit } from './job-profit.ts';
import { constructionLaws } from './jurisdictions.ts';
import { annualRelease, type ClockAnswer, clockOfPayment, clocksOfInvoice } from './payment-clock.ts';
import { claimProgress, revisedContract } from './progress.ts';
import { reportWork, type WorkInProgress } from './work-in-progress.ts';

const holdback = readCases('holdback');
const billing = readCases('billing-cases');

type Row = Record<string, string> & { jurisdiction: Jurisdiction };

test.each(holdback.amount_cases as Row[])('$jurisdiction keeps $holdback of $value_of_work', (row) => {
  const request = { jurisdiction: row.jurisdiction, valueOfWork: decimal(row['value_of_work'] ?? '') };

  expect(holdbackPercent(request).toFixed()).toBe(row['percent']);
  expect(toMoney(holdbackOf(request))).toBe(row['holdback']);
});

const days = (answer: ClockAnswer) =>
  answer.applies ? Object.fromEntries(Object.entries(answer.deadlines).map(([name, { day }]) => [name, day])) : answer;

test.each(holdback.payment_date_cases as (Row & { expected: object })[])(
  '$jurisdiction $invoice_received $owner_payment_received_by_contractor',
  ({ jurisdiction, expected, invoice_received: invoice, owner_payment_received_by_contractor: payment }) => {
    const answer =
      invoice === undefined ? clockOfPayment(jurisdiction, payment ?? '') : clocksOfInvoice(jurisdiction, invoice);

    expect(days(answer)).toMatchObject(expected);
  },
);

test.each(holdback.annual_release_cases as (Row & { expected: object })[])(
  'a contract of $contract_date releases holdback first as the law says',
  ({ contract_date: contractDate = '', published = '', expected }) => {
    expect(annualRelease('ON', { contractDate, published })).toEqual(expected);
  },
);

test('the laws are those of the published table', () => {
  for (const row of holdback.jurisdictions as Row[]) {
    const law = constructionLaws[row.jurisdiction];
    const days = law.promptPayment.status === 'in-force' ? law.promptPayment.days : undefined;

    expect(law.holdbackPercent).toBe(row['holdback_percent']);
    expect(law.lienDays).toBe(row['lien_days']);
    expect(days !== undefined).toBe(row['prompt_payment'] === 'in_force');
    if (days !== undefined) {
      const listed = [row['owner_pays_days'], row['nonpayment_notice_days'], row['downstream_days']];
      expect([days.owner, days.nonPaymentNotice, days.downstream]).toEqual(listed);
    }
  }
});

describe('payment clocks', () => {
  test('a law that is not in force starts no clock', () => {
    expect(clocksOfInvoice('BC', '2026-11-16')).toEqual({ applies: false, why: 'not-in-force' });
    expect(clocksOfInvoice('MB', '2025-03-31')).toEqual({ applies: false, why: 'not-in-force' });
    expect(clocksOfInvoice('PE', '2026-11-16')).toEqual({ applies: false, why: 'no-law' });
    expect(clocksOfInvoice('QC', '2026-11-16')).toEqual({ applies: false, why: 'own-calendar' });
  });

  test('the list of defects in seven days is of 2026', () => {
    expect(days(clocksOfInvoice('ON', '2025-12-31'))).not.toHaveProperty('deficiency_notice_by');
    expect(days(clocksOfInvoice('ON', '2026-01-01'))).toHaveProperty('deficiency_notice_by', '2026-01-08');
  });

  test('a day without business is shown with the next one', () => {
    const answer = clocksOfInvoice('ON', '2026-11-27');

    expect(answer.applies && answer.deadlines.owner_pays_by).toEqual({
      day: '2026-12-25',
      nextBusinessDay: '2026-12-28',
    });
  });
});

describe('holdback', () => {
  test('where no law names a percentage the contract must', () => {
    const request = { jurisdiction: 'QC', valueOfWork: decimal('100.00') } as const;

    expect(() => holdbackOf(request)).toThrow(/No law of QC.*contract/);
    expect(toMoney(holdbackOf({ ...request, percent: decimal('10') }))).toBe('10.00');
  });

  test('is free after the lien period, in British Columbia after 55 days', () => {
    expect(holdbackFreeOn('ON', '2026-06-30')).toBe('2026-08-30');
    expect(holdbackFreeOn('BC', '2026-06-30')).toBe('2026-08-25');
    expect(holdbackFreeOn('NT', '2026-06-30')).toBeUndefined();
  });

  test('no more is released than was kept', () => {
    const kept = ['100.00', '50.05'].map(decimal);

    expect(toMoney(holdbackAccount(kept, [decimal('150.05')]).balance)).toBe('0.00');
    expect(() => holdbackAccount(kept, [decimal('150.06')])).toThrow(/150\.06.*150\.05/);
    expect(finishingHoldbackOf('NS', decimal('1000.00'))?.toFixed(2)).toBe('100.00');
    expect(finishingHoldbackOf('ON', decimal('1000.00'))).toBeUndefined();
  });
});

interface ProgressCase {
  readonly description: string;
  readonly schedule_of_values: Record<string, string>[];
  readonly holdback_percent: string;
  readonly tax_percent: string;
  readonly expected: Record<string, string>;
}

const toSnake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function moneyOf(report: object): Record<string, string> {
  const money = Object.entries(report).filter((entry): entry is [string, Decimal] => !Array.isArray(entry[1]));
  return Object.fromEntries(money.map(([name, value]) => [toSnake(name), toMoney(value)]));
}

test.each(billing.progress_billing.cases as ProgressCase[])('progress: $description', (each) => {
  const schedule = each.schedule_of_values.map((row) => ({
    item: row['item'] ?? '',
    scheduled: decimal(row['scheduled'] ?? ''),
    percentBefore: decimal(row['percent_before'] ?? ''),
    percentNow: decimal(row['percent_now'] ?? ''),
  }));
  const terms = { holdbackPercent: decimal(each.holdback_percent), taxPercents: [decimal(each.tax_percent)] };

  const claim = claimProgress(schedule, terms);

  expect(moneyOf(claim)).toEqual(each.expected);
  expect(claim.items.map(({ toDate, thisPeriod }) => [toMoney(toDate), toMoney(thisPeriod)])).toEqual(
    each.schedule_of_values.map((row) => [row['to_date'], row['this_period']]),
  );
});

test('claims in any number of steps come to the same gross and the same holdback', () => {
  const percents = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), percents, (cents, chosen) => {
      const steps = [0, ...[...chosen].sort((left, right) => left - right)].map((each) => decimal(each).div(100));
      const item = { item: 'Work', scheduled: decimal(cents).div(100) };
      const terms = { holdbackPercent: decimal('7.5'), taxPercents: [] };
      const claims = steps
        .slice(1)
        .map((percentNow, at) =>
          claimProgress([{ ...item, percentBefore: steps[at] ?? percentNow, percentNow }], terms),
        );
      const once = claimProgress(
        [{ ...item, percentBefore: decimal(0), percentNow: steps.at(-1) ?? decimal(0) }],
        terms,
      );

      expect(sum(claims.map((claim) => claim.grossThisPeriod)).eq(once.grossToDate)).toBe(true);
      expect(sum(claims.map((claim) => claim.holdbackThisPeriod)).eq(once.holdbackToDate)).toBe(true);
    }),
  );
});

test('a job’s profit is shown by what was billed and by what was earned', () => {
  const costs = { labour: decimal('40'), material: decimal('20'), equipment: decimal('5'), subcontract: decimal('15') };
  const { cost, onBilled, onEarned } = jobProfit({ billed: decimal('100'), earned: decimal('75') }, costs);

  expect([cost, onBilled, onEarned].map(toMoney)).toEqual(['80.00', '20.00', '-5.00']);
});

test('only approved change orders raise the contract, and nobody is 101 percent done', () => {
  const order = (status: 'approved' | 'submitted', amount: string) => ({
    number: 'CO',
    status,
    amount: decimal(amount),
  });
  const done = { item: 'Roof', scheduled: decimal('10'), percentBefore: decimal('0'), percentNow: decimal('101') };

  expect(toMoney(revisedContract(decimal('100'), [order('approved', '20'), order('submitted', '50')]))).toBe('120.00');
  expect(() => claimProgress([done], { holdbackPercent: decimal('10'), taxPercents: [] })).toThrow(/Roof.*101/);
});

test.each(
  billing.wip.cases as { description: string; input: Record<string, string>; expected: Record<string, string> }[],
)('work in progress: $description', ({ input, expected }) => {
  const toCamel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const work = Object.fromEntries(Object.entries(input).map(([name, value]) => [toCamel(name), decimal(value)]));
  const wanted = Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, toMoney(decimal(value))]));

  expect(moneyOf(reportWork(work as unknown as WorkInProgress))).toEqual(wanted);
});
