import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCases } from '../../nodes/billing-rules/testing/cases.ts';
import { mergePatch } from '../../nodes/billing-rules/testing/merge-patch.ts';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});

afterAll(() => engine.stop());

const post = async (path: string, body: unknown) => {
  const answer = await api.post(`/api/v1/${path}`, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

interface TaxCase {
  readonly id: string;
  readonly description: string;
  readonly expected: unknown;
}

test.each(readCases('tax-cases').cases as TaxCase[])('tax $id: $description', async (given) => {
  expect(await post('tax/calculate', given)).toEqual(given.expected);
});

const { base, cases } = readCases('validation-cases');

interface CheckCase {
  readonly id: string;
  readonly title: string;
  readonly patch: unknown;
  readonly expected: unknown;
}

test.each(cases as CheckCase[])('check $id: $title', async ({ patch, expected }) => {
  const { fired, findings } = await post('invoices/check', mergePatch(base, patch));

  expect(fired).toEqual(expected);
  expect([...new Set(findings.map(({ rule }: { rule: string }) => rule))].sort()).toEqual(expected);
});

type Row = Readonly<Record<string, unknown>>;

test.each(readCases('billing-cases').overtime_cases as Row[])('overtime $province $hours_mon_to_sun', async (given) => {
  const { regular, overtime_1_5, double_2_0 } = given;

  expect(await post('overtime/calculate', given)).toEqual({ regular, overtime_1_5, double_2_0 });
});

const holdback = readCases('holdback');

test.each(holdback.amount_cases as Row[])(
  'holdback $jurisdiction $value_of_work',
  async ({ percent, holdback, ...given }) => {
    expect(await post('holdback/calculate', given)).toMatchObject({ percent, holdback });
  },
);

test.each([...holdback.payment_date_cases, ...holdback.annual_release_cases] as Row[])(
  'clock $jurisdiction $invoice_received $contract_date',
  async ({ expected, ...given }) => {
    expect(await post('payment-clock', given)).toMatchObject(expected as object);
  },
);

test.each(readCases('registration-numbers').cases as Row[])('number $kind $value', async ({ expected, ...given }) => {
  expect(await post('registration-numbers/check', given)).toMatchObject({ result: expected });
});

describe('what is bad is refused with its place', () => {
  const line = { amount: '10.00', taxes: ['HST'] };
  const tax = { province: 'ON', date: '2026-11-20', rounding: 'invoice', lines: [line] };
  const bad = mergePatch(base, { contract: { site_province: 'Ontario' } });

  test.each([
    ['tax/calculate', { ...tax, lines: [{ ...line, amount: '1,000.00' }] }, 'request.invalid', 'lines[0].amount'],
    ['tax/calculate', { ...tax, date: '2026-02-30' }, 'request.invalid', 'date'],
    ['tax/calculate', { ...tax, province: 'AB' }, 'billing.tax-not-in-force', 'lines[0].taxes[0]'],
    ['tax/calculate', { ...tax, date: '2007-06-01' }, 'billing.no-rates', 'date'],
    ['invoices/check', bad, 'request.invalid', 'contract.site_province'],
    [
      'invoices/check',
      { ...base, settings: { severities: { V99: 'off' } } },
      'request.invalid',
      'settings.severities.V99',
    ],
    [
      'overtime/calculate',
      { province: 'ON', hours_mon_to_sun: ['25', '0', '0', '0', '0', '0', '0'] },
      'request.invalid',
      'hours_mon_to_sun[0]',
    ],
    ['holdback/calculate', { jurisdiction: 'QC', value_of_work: '10.00' }, 'billing.no-holdback-percent', 'percent'],
  ])('%s %#: %s', async (path, body, code, place) => {
    const answer = await api.post(`/api/v1/${path}`, body);

    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.body.errors.map((each: { path: string }) => each.path)).toContain(place);
  });

  test('nobody calculates without logging in', async () => {
    const answer = await new ApiClient(engine.url).post('/api/v1/tax/calculate', tax);

    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.required' } });
  });
});

test('a client’s settings weigh and silence rules, and every rule is listed', async () => {
  const late = mergePatch(base, { invoice: { due: '2026-11-28' } }) as object;
  const { items } = (await api.get('/api/v1/invoice-rules')).body;

  expect(await post('invoices/check', { ...late, settings: { severities: { V37: 'off' } } })).toEqual({
    fired: [],
    findings: [],
  });
  expect((await post('invoices/check', late)).findings).toMatchObject([
    { rule: 'V37', place: 'invoice.due', severity: 'warn' },
  ]);
  expect(items).toHaveLength(readCases('validation-rules').rules.length);
});
