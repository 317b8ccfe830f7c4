import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import { mergePatch } from '../../testing/merge-patch.ts';
import { applyProposals } from './apply-proposals.ts';
import { checkInvoice } from './check-invoice.ts';
import { checkDocumentSchema } from './document.ts';
import { ruleBook } from './rule-book.ts';

const { base, cases } = readCases('validation-cases');

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys: Path = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsOf(Reflect.get(value, key), [...path, key]))];
}

function withValue(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof tree !== 'object' || tree === null) return tree;
  const copy: object = Array.isArray(tree) ? [...tree] : { ...tree };
  Reflect.set(copy, key, withValue(Reflect.get(copy, key), rest, value));
  return copy;
}

const documents = [...(cases as { patch: unknown }[]).map(({ patch }) => mergePatch(base, patch))];
const pools: readonly (readonly [form: RegExp, values: readonly unknown[]])[] = [
  [
    /^"\d{4}-\d\d-\d\d"$/,
    ['2008-01-01', '2007-12-31', '1999-02-28', '9999-12-31', '2150-12-31', '2026-11-11', '2026-11-02', null],
  ],
  [/^"\d\d:\d\d"$/, ['00:00', '07:00', '23:59', null]],
  [/^"?-?\d+(\.\d+)?"?$/, ['0', '-1', '0.005', '99999.99', '100', '2343.00', null]],
  [/^(true|false|null)$/, [true, false, null]],
  [/^"[A-Z]{2}"$/, ['QC', 'PE', 'BC', 'SK', 'MB']],
  [
    /^"/,
    ['agent', 'labour', 'standby', 'overtime', 'é\u0000😀', '__proto__', 'constructor', 'INV-2041', 'W1', '', null],
  ],
];
const anything: readonly unknown[] = [null, '', 1, 1e15, -1, true, 'word', [], {}, [null], [1, 2]];

/** Mostly something that could stand there, now and then anything. */
function replacement(before: unknown, chance: number): unknown {
  const text = JSON.stringify(before) ?? '';
  const fitting = pools.find(([form]) => form.test(text))?.[1] ?? anything;
  const pool = chance % 12 === 0 ? anything : fitting;
  return pool[(chance >> 4) % pool.length];
}

const broken = fc
  .record({
    document: fc.constantFrom(...documents),
    changes: fc.array(fc.tuple(fc.nat(100_000), fc.nat(100_000)), { minLength: 1, maxLength: 4 }),
  })
  .map(({ document, changes }) =>
    changes.reduce<unknown>((tree, [at, chance]) => {
      const leaves = pathsOf(tree).filter((path) => typeof valueAt(tree, path) !== 'object');
      const path = leaves[at % leaves.length] ?? [];
      return withValue(tree, path, replacement(valueAt(tree, path), chance));
    }, document),
  );

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    tree,
  );
}

test('whatever is sent, it is refused with a place or checked in whole sentences', () => {
  let checked = 0;
  fc.assert(
    fc.property(broken, (document) => {
      const parsed = checkDocumentSchema.safeParse(document);
      if (!parsed.success) {
        expect(parsed.error.issues.length).toBeGreaterThan(0);
        return;
      }
      checked += 1;
      for (const { message, place } of checkInvoice(parsed.data)) {
        expect(`${place} ${message.en} ${message.fr}`).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
      }
    }),
    { numRuns: 600 },
  );
  expect(checked).toBeGreaterThan(100);
});

test('corrections come to an end, and what they leave is what a check of the result finds', () => {
  const all = ruleBook.map(({ id }) => id);
  fc.assert(
    fc.property(broken, (document) => {
      const parsed = checkDocumentSchema.safeParse(document);
      if (!parsed.success) return;
      const { document: corrected, findings } = applyProposals(parsed.data, all);

      expect(findings).toEqual(checkInvoice(corrected));
      expect(findings.filter(({ proposal }) => (proposal?.changes.length ?? 0) > 0)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a correction too large to be written is left to a person', () => {
  const [labour, ...others] = base.invoice.lines;
  const line = { ...labour, qty: '999999999999999', rate: '999999999999999', entries: [] };
  const document = checkDocumentSchema.parse(mergePatch(base, { invoice: { lines: [line, ...others] } }));

  const { log, findings } = applyProposals(document, ['V09']);

  expect(log).toEqual([]);
  expect(findings.some(({ rule }) => rule === 'V09')).toBe(true);
});
