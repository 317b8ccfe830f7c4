import { expect, test } from '@jest/globals';
import { type Entry, evaluate, good, group, parameters, sample } from '../support/templates/approved-hours.ts';

test('an invoice over the limit of its client has more cents than the limit', async () => {
  const approvalLimits = { default: '99999.00', clients: { 'capital towers inc.': '10888.11' } };

  const { invoices } = await group(sample, { parameters: { ...parameters, approvalLimits } });

  expect(invoices.map((invoice) => invoice.totalCents > invoice.limitCents)).toEqual([true, false]);
});

test('a limit that can not be read stops the run', async () => {
  const approvalLimits = { default: 'plenty', clients: {} };

  await expect(group({ entries: [good] }, { parameters: { ...parameters, approvalLimits } })).rejects.toMatchObject({
    message: expect.stringContaining('approvalLimits'),
  });
});

test('a body without entries is refused in a sentence', async () => {
  await expect(group({ hours: [] })).rejects.toMatchObject({ message: expect.stringContaining('entries') });
});

test.each([['x'], [5], [null], [true], [[]], ['x', 5, null]])(
  'what is no entry at all is left out, not billed: %j',
  async (...entries) => {
    const { invoices, counts } = await group({ entries });

    expect(invoices).toEqual([]);
    expect(counts.accepted).toBe(0);
  },
);

test('nothing to bill gives no invoice and no error', async () => {
  const grouped = await group({ entries: [] });
  const summary = await evaluate('summary', [], { nodes: { group: grouped } });

  expect(summary).toEqual({ received: 0, accepted: 0, invoices: [], rejected: [], notApproved: [] });
});

test.each<[string, Partial<Entry>, string]>([
  ['a role without a rate', { role: 'Welder' }, 'The rate card has no rate for Welder, regular.'],
  ['a type that nobody knows', { type: 'Holiday' }, 'Type: "Holiday" is not regular, overtime or double.'],
  ['a date that does not exist', { date: '2026-02-29' }, 'Date: "2026-02-29" is not a date'],
  ['more than two decimals', { hours: '2.505' }, 'Hours: "2.505" has more than two decimals.'],
  ['negative hours', { hours: '-2' }, 'Hours: "-2" is not a number of hours'],
  ['hours of nothing', { hours: 0 }, 'Hours: zero hours can not be billed.'],
  ['more hours than a day has', { hours: '24.01' }, 'Hours: "24.01" is more than a day has.'],
  ['a type with the name of something built in', { type: 'constructor' }, 'Type: "constructor" is not regular'],
  ['a role with the name of something built in', { role: '__proto__' }, 'no rate for __proto__, regular.'],
  ['a province with the name of something built in', { job: 'X-1', province: 'toString' }, 'province TOSTRING.'],
  ['a missing contractor', { contractor: ' ' }, 'Contractor is empty.'],
  ['a province without a tax code', { job: 'IQA-1', province: 'NU' }, 'No tax code is set for the province NU.'],
  ['a job in two provinces', { province: 'QC' }, 'Job OTT-1042 has entries in ON and QC.'],
  ['a job too long for an invoice number', { job: 'OTTAWA-LYON-1042' }, 'longer than 11 characters'],
  ['a second client with the same job number', { client: 'Rideau Lofts Ltd.' }, 'Two clients have a job OTT-1042'],
])('%s is rejected with its row and the reason', async (_name, change, reason) => {
  const { rejected, invoices } = await group({ entries: [good, { ...good, ...change }] });

  expect(rejected).toContainEqual({ row: 2, reason: expect.stringContaining(reason) });
  expect(invoices.flatMap((invoice) => invoice.rows)).not.toContain(2);
});

test('a tax code that the company does not have is named, not guessed', async () => {
  const taxCodeByProvince = { ON: 'TVH Ontario' };

  const { rejected, invoices } = await group({ entries: [good] }, { parameters: { ...parameters, taxCodeByProvince } });

  expect(invoices).toEqual([]);
  expect(rejected[0]?.reason).toContain('no tax code named "TVH Ontario"');
});

test('more than 24 hours of one person in a day are rejected together', async () => {
  const { rejected, invoices } = await group({
    entries: [
      { ...good, hours: 14 },
      { ...good, job: 'OTT-7', hours: 11 },
    ],
  });

  expect(rejected.map(({ row }) => row)).toEqual([1, 2]);
  expect(invoices).toEqual([]);
});

test('a changed status leaves the invoice number of a timesheet as it was', async () => {
  const later = { ...good, date: '2026-11-14', status: 'Pending' };

  const before = await group({ entries: [good, later] });
  const after = await group({ entries: [good, { ...later, status: 'Approved' }] });

  expect(before.invoices[0]?.number).toBe('OTT-1042-261102-14');
  expect(after.invoices[0]?.number).toBe(before.invoices[0]?.number);
});

test('French headings of the hours and a decimal comma mean the same', async () => {
  const entry = { ...good, type: 'Heures supplémentaires', hours: '2,5', status: 'Approuvé' };

  const { invoices } = await group({ entries: [entry] });

  expect(invoices[0]?.lines[0]).toMatchObject({ quantity: '2.50', unitPrice: '108.23', amount: '270.58' });
});
