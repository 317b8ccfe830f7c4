import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import { mergePatch } from '../../testing/merge-patch.ts';
import { applyProposals } from './apply-proposals.ts';
import { type CheckSettings, checkInvoice, firedRules } from './check-invoice.ts';
import { normalizeInvoiceNumber } from './context.ts';
import { checkDocumentSchema } from './document.ts';
import { ruleBook } from './rule-book.ts';
import { isOneEditAway } from './signals/edit-distance.ts';

const { base, cases } = readCases('validation-cases');
const documentOf = (patch: unknown) => checkDocumentSchema.parse(mergePatch(base, patch));
const fired = (patch: unknown, settings?: CheckSettings) => firedRules(checkInvoice(documentOf(patch), settings));

test.each(cases as { id: string; title: string; patch: unknown; expected: string[] }[])(
  '$id $title: $expected',
  ({ patch, expected }) => {
    expect(fired(patch)).toEqual(expected);
  },
);

test('the rules, their names and severities are those of the published list, all of them', () => {
  const published = readCases('validation-rules').rules as {
    id: string;
    name: string;
    severity: string;
    autofix: string | null;
  }[];

  expect(ruleBook.map(({ id, name, severity }) => ({ id, name, severity }))).toEqual(
    published.map(({ id, name, severity }) => ({ id, name, severity })),
  );
  expect(ruleBook.filter(({ proposal }) => proposal !== undefined).map(({ id }) => id)).toEqual(
    published.filter(({ autofix }) => autofix !== null).map(({ id }) => id),
  );
});

test('what a rule says has words for every number, in both languages', () => {
  const found = (cases as { patch: unknown }[]).flatMap(({ patch }) => checkInvoice(documentOf(patch)));

  for (const { message, title, proposal } of found) {
    for (const text of [
      message.en,
      message.fr,
      title.en,
      title.fr,
      proposal?.message.en ?? 'x',
      proposal?.message.fr ?? 'x',
    ]) {
      expect(text).not.toMatch(/[{}]|undefined|NaN/);
      expect(text.length).toBeGreaterThan(0);
    }
  }
});

const invoice = (patch: object) => ({ invoice: patch });

describe('rules that the cases leave out', () => {
  const entry = (more: object) => ({ ...base.time_entries[0], ...more });
  const entries = (...more: object[]) => ({ time_entries: [...more, ...base.time_entries.slice(1)] });

  test.each([
    [
      'tax one cent a line away is accepted',
      invoice({ taxes: [{ tax: 'HST', amount: '304.62' }], total: '2647.62' }),
      [],
    ],
    ['beyond it is not', invoice({ taxes: [{ tax: 'HST', amount: '304.63' }], total: '2647.63' }), ['V11']],
    ['a wrong total', invoice({ total: '2647.60' }), ['V12']],
    ['no tax number', invoice({ gst_number: null }), ['V13']],
    [
      'a void invoice is no duplicate',
      { history: [{ vendor: 'VEN1', number: 'INV-2041', date: '2026-11-10', total: '1', status: 'void' }] },
      [],
    ],
    [
      '180 days are not stale',
      { received: '2027-05-12', vendor: { clearance_valid_to: '2027-08-19', insurance_valid_to: '2027-12-31' } },
      [],
    ],
    ['nobody registered, no tax', { vendor: { gst_registered: false }, invoice: { taxes: [], total: '2343.00' } }, []],
    ['a Saturday', { ...entries(entry({ date: '2026-11-07', created: '2026-11-07' })) }, ['F04']],
    [
      'a Saturday agreed to',
      { ...entries(entry({ date: '2026-11-07', created: '2026-11-07', preapproved: true })) },
      [],
    ],
    [
      'overlap over midnight',
      { time_entries: [...base.time_entries, entry({ id: 'X', start: '22:00', end: '07:30', job: 'J2' })] },
      ['F05'],
    ],
    ['just below the threshold', { config: { threshold: '2700.00' } }, ['F09']],
    ['a bank account that was called back', { vendor: { bank: { changed_on: '2026-11-04', verified: true } } }, []],
    ['a bank account changed 31 days ago', { vendor: { bank: { changed_on: '2026-10-16', verified: false } } }, []],
    [
      'an expense paid as agent carries no tax',
      invoice({
        lines: [...base.invoice.lines, { kind: 'expense', category: 'agent', description: 'Permit', amount: '100.00' }],
        subtotal: '2443.00',
        total: '2747.59',
      }),
      [],
    ],
    [
      'a progress line on an item that the schedule does not have',
      {
        sov: [{ item: 'Rough-in', scheduled: '10000.00', billed: '0.00' }],
        invoice: {
          lines: [
            ...base.invoice.lines,
            { kind: 'progress', description: 'Finishing', item: 'Finishing', amount: '0.01' },
          ],
          subtotal: '2343.01',
          total: '2647.60',
        },
      },
      ['V39'],
    ],
    [
      'a rate above the median of two is judged too',
      { rate_history: [{ worker: 'W1', role: 'electrician', type: 'regular', rates: ['80.00', '80.00'] }] },
      ['F07'],
    ],
  ] as [string, object, string[]][])('%s', (_name, patch, expected) => {
    expect(fired(patch)).toEqual(expected);
  });
});

describe('settings', () => {
  const late = { invoice: { due: '2026-11-28' } };

  test('a rule can be switched off or weigh more', () => {
    expect(fired(late, { severities: { V37: 'off' } })).toEqual([]);
    expect(checkInvoice(documentOf(late), { severities: { V37: 'block' } })).toMatchObject([
      { rule: 'V37', severity: 'block' },
    ]);
  });

  test('limits are the client’s, the document’s own go before them', () => {
    expect(fired({ config: { threshold: null } }, { limits: { threshold: '2700.00' } })).toEqual(['F09']);
    expect(fired({}, { limits: { threshold: '2700.00' } })).toEqual([]);
  });

  test('the worst comes first', () => {
    const found = checkInvoice(documentOf({ ...late, vendor: { status: 'on_hold' } }));

    expect(found.map(({ severity }) => severity)).toEqual(['block', 'warn']);
  });
});

test('a finding tells its place and its numbers in both languages', () => {
  const [found] = checkInvoice(documentOf({ po: { billed: '17657.01' } }));

  expect(found).toMatchObject({
    rule: 'V08',
    place: 'invoice.subtotal',
    values: { over: '0.01', billable: '2342.99' },
    message: {
      en: 'With $17,657.01 billed before, $2,343.00 more passes the limit of $20,000.00 by $0.01.',
      fr: 'Avec 17_657,01_$ déjà facturés, 2_343,00_$ de plus dépassent la limite de 20_000,00_$ de 0,01_$.'.replaceAll(
        '_',
        '\u00A0',
      ),
    },
    proposal: { message: { en: 'Bill the remaining $2,342.99 only.' }, changes: [] },
  });
});

describe('proposed corrections', () => {
  test('one wrong line is corrected down to the total, and each change is in the log', () => {
    const [labour, ...others] = base.invoice.lines;
    const patch = {
      contract: { holdback_percent: '10' },
      invoice: { lines: [{ ...labour, qty: '26.00', amount: '2300.00' }, ...others] },
    };

    const all = ruleBook.map(({ id }) => id);
    const { document, log, findings } = applyProposals(documentOf(patch), all);

    expect(findings).toEqual([]);
    expect(document.invoice).toMatchObject({ subtotal: '2343.00', holdback: '234.30', total: '2382.83' });
    expect(document.invoice.taxes).toEqual([{ tax: 'HST', amount: '274.13' }]);
    expect(log.map(({ rule, path, to }) => [rule, path, to])).toEqual([
      ['V21', 'invoice.lines[0].qty', '24.00'],
      ['V21', 'invoice.lines[0].amount', '2040.00'],
      ['V32', 'invoice.holdback', '234.30'],
      ['V11', 'invoice.taxes[0].amount', '274.13'],
      ['V12', 'invoice.total', '2382.83'],
    ]);
  });

  test('only what was chosen is changed', () => {
    const { log, findings } = applyProposals(documentOf({ invoice: { due: '2026-11-28', total: '1.00' } }), ['V37']);

    expect(log.map(({ rule }) => rule)).toEqual(['V37']);
    expect(firedRules(findings)).toEqual(['V12']);
  });

  test('whatever the numbers, the arithmetic is right afterwards', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000 }).map((value) => (value / 100).toFixed(2));
    const wrong = fc.record({
      subtotal: cents,
      total: cents,
      holdback: cents,
      tax: cents,
      amount: cents,
      province: fc.constantFrom('ON', 'QC', 'SK', 'MB'),
    });
    fc.assert(
      fc.property(wrong, ({ subtotal, total, holdback, tax, amount, province }) => {
        const [labour, ...others] = base.invoice.lines;
        const lines = [{ ...labour, amount }, ...others];
        const patch = {
          contract: { site_province: province, holdback_percent: '7.5' },
          invoice: { subtotal, total, holdback, lines, taxes: [{ tax: 'HST', amount: tax }] },
        };
        const rules = ['V09', 'V10', 'V11', 'V12', 'V16', 'V32'];

        const { findings } = applyProposals(documentOf(patch), rules);

        expect(firedRules(findings).filter((rule) => rules.includes(rule))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

test('the order of lines and entries changes nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(cases as { patch: object; expected: string[] }[])),
      fc.nat(),
      ({ patch, expected }, seed) => {
        const document = documentOf(patch);
        const turn = <T>(list: readonly T[]) => [
          ...list.slice(seed % (list.length || 1)),
          ...list.slice(0, seed % (list.length || 1)),
        ];
        const turned = {
          ...document,
          time_entries: turn(document.time_entries),
          invoice: { ...document.invoice, lines: turn(document.invoice.lines) },
        };

        expect(firedRules(checkInvoice(turned))).toEqual(expected);
      },
    ),
  );
});

test.each([
  [{ received: 'yesterday' }, 'received'],
  [{ contract: { site_province: 'TX' } }, 'contract.site_province'],
  [{ invoice: { lines: [{ kind: 'labour', amount: '1,000.00' }] } }, 'invoice.lines.0.amount'],
  [
    { time_entries: [{ id: 'T', worker: 'W', date: '2026-11-02', start: '25:00', hours: '1' }] },
    'time_entries.0.start',
  ],
])('%j is refused with its place', (patch, place) => {
  const parsed = checkDocumentSchema.safeParse(mergePatch(base, patch));

  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
});

test('invoice numbers are compared without what people write differently', () => {
  expect(['inv 02041', 'INV-2041', 'Inv.002041'].map(normalizeInvoiceNumber)).toEqual([
    'INV2041',
    'INV2041',
    'INV2041',
  ]);
  expect(['A-10-007', 'a10/7'].map(normalizeInvoiceNumber)).toEqual(['A10007', 'A107']);
});

test.each([
  ['', '', true],
  ['A', '', true],
  ['INV2041', 'INV2047', true],
  ['INV2041', 'INV241', true],
  ['INV2041', 'INV20411', true],
  ['INV2041', 'INV2014', false],
  ['AB', 'CD', false],
  ['A', 'BCD', false],
])('%j and %j one edit apart: %s', (left, right, expected) => {
  expect(isOneEditAway(left, right)).toBe(expected);
  expect(isOneEditAway(right, left)).toBe(expected);
});
