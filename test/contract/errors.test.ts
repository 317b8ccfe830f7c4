import { expect, test } from '@jest/globals';
import { readCatalogue, readFaultUses } from '../support/fault-uses.ts';

const uses = readFaultUses();
const catalogue = readCatalogue();
const faultRows = catalogue.filter((row) => row.kind !== undefined);
const problemRows = catalogue.filter((row) => row.kind === undefined);

test('every fault that the sources can throw is in the catalogue, with its kind', () => {
  const listed = new Set(faultRows.map((row) => `${row.kind} ${row.code}`));

  expect([...uses.faults].filter((use) => !listed.has(use)).sort()).toEqual([]);
});

test('every problem that the check of a flow can find is in the catalogue', () => {
  const listed = new Set(catalogue.map((row) => row.code));

  expect([...uses.problems].filter((code) => !listed.has(code)).sort()).toEqual([]);
});

test('the catalogue lists nothing that the sources do not use', () => {
  expect(catalogue.map((row) => row.code).filter((code) => !uses.literals.has(code))).toEqual([]);
});

test('a fault is listed with a kind that the sources give it', () => {
  const claimed = faultRows.filter((row) => [...uses.faults].some((use) => use.endsWith(` ${row.code}`)));

  expect(claimed.map((row) => `${row.kind} ${row.code}`).filter((row) => !uses.faults.has(row))).toEqual([]);
});

test.each([
  ['faults', faultRows],
  ['problems', problemRows],
])('the %s are in alphabetical order, each once', (_name, rows) => {
  const names = rows.map((row) => `${row.code} ${row.kind ?? ''}`);

  expect(names).toEqual([...new Set(names)].sort());
  expect(names.length).toBeGreaterThan(0);
});

test('each row says what happened and what to do', () => {
  for (const row of catalogue) {
    expect(row).toMatchObject({ what: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) });
  }
});
