import { describe, expect, test } from '@jest/globals';
import { readCases } from '../../testing/cases.ts';
import { toMoney } from '../money/decimal.ts';
import { chooseSlip } from './choose-slip.ts';
import { latePenalty, mustFileElectronically, paperPenalty, t4aDue, t5018Due } from './filing.ts';
import { notChecked, reviewSlips } from './review-slips.ts';
import type { SlipFile } from './slip.ts';
import { calendarYear, t4aAmount, t5018Amount } from './slip-amounts.ts';
import { nameLines } from './slip-parts.ts';
import { writeT4A } from './t4a.ts';
import { writeT5018 } from './t5018.ts';

const cases = readCases('info-slips');

interface Payment {
  readonly date: string;
  readonly before_tax: string;
  readonly tax: string;
}
interface Aggregation {
  readonly description: string;
  readonly payments: Payment[];
  readonly year: number;
  readonly t5018_box22: string | null;
  readonly t4a_box048: string | null;
}

const toPayment = ({ date, before_tax: beforeTax, tax }: Payment) => ({ date, beforeTax, tax });

test.each(cases.aggregation_cases as Aggregation[])('$description', ({ payments, year, t5018_box22, t4a_box048 }) => {
  const paid = payments.map(toPayment);
  const { box22 } = t5018Amount(paid, calendarYear(year));
  const { box048 } = t4aAmount(paid, year);

  expect(box22 === undefined ? null : toMoney(box22)).toBe(t5018_box22);
  expect(box048 === undefined ? null : toMoney(box048)).toBe(t4a_box048);
});

test.each(cases.due_date_cases as { slip: string; period_end?: string; year?: number; due: string }[])(
  '$slip of $period_end$year is due $due',
  ({ slip, period_end: end = '', year = 0, due }) => {
    expect(slip === 'T5018' ? t5018Due(end) : t4aDue(year)).toBe(due);
  },
);

describe('thresholds', () => {
  const paid = (beforeTax: string, tax: string, more = {}) => ({ date: '2026-05-01', beforeTax, tax, ...more });
  const year = calendarYear(2026);

  test('where the two readings of 500 differ a person is asked', () => {
    const between = [paid('450.00', '58.50')];

    expect(t5018Amount(between, year)).toMatchObject({ box22: undefined, disputed: true });
    expect(t5018Amount(between, year, 'with-tax').box22?.toFixed(2)).toBe('508.50');
  });

  test('goods alone need no slip, beside services they are reported', () => {
    const goods = paid('9000.00', '1170.00', { goods: true });

    expect(t5018Amount([goods], year).box22).toBeUndefined();
    expect(t5018Amount([goods, paid('500.00', '65.00')], year).box22?.toFixed(2)).toBe('10735.00');
  });

  test('tax withheld makes a T4A due however little was paid', () => {
    const { box048, box022 } = t4aAmount([paid('100.00', '0.00', { withheld: '15.00' })], 2026);

    expect([box048?.toFixed(2), box022.toFixed(2)]).toEqual(['100.00', '15.00']);
  });
});

test('who gets which slip', () => {
  const facts = { employee: false, resident: true, payerInConstruction: true, construction: true };

  expect(chooseSlip(facts)).toBe('T5018');
  expect(chooseSlip({ ...facts, payerInConstruction: false })).toBe('T4A');
  expect(chooseSlip({ ...facts, resident: false })).toBe('T4A-NR');
  expect(chooseSlip({ ...facts, employee: true })).toBe('T4');
});

test('penalties follow the published tables', () => {
  expect([5, 6].map(mustFileElectronically)).toEqual([false, true]);
  expect([5, 6, 51, 251, 501, 2_501].map((count) => paperPenalty(count).toFixed())).toEqual([
    '0',
    '125',
    '250',
    '500',
    '1500',
    '2500',
  ]);
  expect(
    [latePenalty(3, 40), latePenalty(8, 40), latePenalty(8, 400), latePenalty(8, 0)].map((each) => each.toFixed()),
  ).toEqual(['100', '200', '500', '0']);
});

const contact = { name: 'Ann Roy', areaCode: '613', phone: '555-0100', email: 'ann@example.com' };
const file: SlipFile = {
  transmitter: {
    account: { kind: 'bn15', number: '123456782RP0001' },
    reference: 'A0000001',
    language: 'E',
    name: 'Demo Builders Inc.',
    country: 'CAN',
    contact,
  },
  payer: { name: 'Demo Builders Inc.', account: '123456782RZ0001', contact },
  slips: [
    {
      recipient: { kind: 'corporation', name: 'Drywall & Paint Ltd.' },
      account: '123456782RT0001',
      amount: '5876.00',
      report: 'O',
    },
  ],
  report: 'O',
};

test('a T5018 submission is the published sample, sign for sign', () => {
  expect(writeT5018(file, '2026-12-31')).toBe(cases.sample_T5018);
});

test('missing numbers are zeros in the file and words in the review', () => {
  const person = { recipient: { kind: 'individual', surname: 'Li' }, amount: '600.00', report: 'O' } as const;
  const firm = {
    recipient: { kind: 'partnership', name: 'Li & Roy' },
    account: '123456789RT0001',
    amount: '1',
    report: 'O',
  } as const;
  const changed: SlipFile = { ...file, slips: [person, firm], transmitter: { ...file.transmitter, reference: 'A-1' } };

  const xml = writeT5018(changed, '2026-12-31');

  expect(xml).toContain('<RCPNT_NM><snm>Li</snm></RCPNT_NM><sin>000000000</sin><rcpnt_bn>000000000RT0000</rcpnt_bn>');
  expect(xml).not.toMatch(/<(\w+)><\/\1>/);
  expect(reviewSlips(changed, 'RZ').map(({ slip, what }) => [slip, what])).toEqual([
    [undefined, 'reference-invalid'],
    [0, 'sin-missing'],
    [1, 'account-invalid'],
  ]);
  expect(reviewSlips(file, 'RP').map(({ what }) => what)).toEqual(['payer-account-invalid']);
  expect(notChecked.en).toHaveLength(notChecked.fr.length);
});

test('a T4A carries fees without tax, and what was withheld, in the order of the form', () => {
  const payer = { ...file.payer, account: '123456782RP0001' };
  const [slip] = file.slips;
  const xml = writeT4A(
    { ...file, payer, slips: slip === undefined ? [] : [{ ...slip, amount: '5200.00', withheld: '78.5' }] },
    2026,
  );

  expect(xml).toContain(
    '<T4A_AMT><itx_ddct_amt>78.50</itx_ddct_amt><fee_or_oth_srvc_amt>5200.00</fee_or_oth_srvc_amt></T4A_AMT></T4ASlip>',
  );
  expect(xml).toContain(
    '<tx_yr>2026</tx_yr><slp_cnt>1</slp_cnt><rpt_tcd>O</rpt_tcd><T4A_TAMT><tot_itx_dedn_amt>78.50<',
  );
});

test('what XML cannot hold is taken out, and long names are broken between words', () => {
  const recipient = { kind: 'corporation', name: 'A<B> "C"\u0000 Ltd.' } as const;
  const [slip] = file.slips;

  expect(writeT5018({ ...file, slips: slip === undefined ? [] : [{ ...slip, recipient }] }, '2026-12-31')).toContain(
    '<l1_nm>A&lt;B&gt; &quot;C&quot;',
  );
  expect(nameLines('Rénovations et constructions générales du Saguenay inc.', 2)).toEqual([
    'Rénovations et constructions',
    'générales du Saguenay inc.',
  ]);
});
