import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkbookColumn } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { defaultLimits } from './sandbox-limits.ts';
import { WorkbookReaders } from './workbook-readers.ts';

const columns: readonly WorkbookColumn[] = [
  { field: 'person', headings: ['Contractor', 'Entrepreneur'], type: 'text', required: true },
  { field: 'day', headings: ['Date'], type: 'date', required: true },
  { field: 'hours', headings: ['Hours', 'Heures travaillées'], type: 'decimal', required: true },
  { field: 'start', headings: ['Start'], type: 'time', required: false },
  { field: 'note', headings: ['Note'], type: 'text', required: false },
];
const readers = new WorkbookReaders({ ...defaultLimits.workbook, rows: 50 });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'));
});

afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

async function readBytes(bytes: Uint8Array | string, more: { sheet?: string } = {}) {
  const path = join(folder, `${Math.random()}.xlsx`);
  await writeFile(path, bytes);
  return readers.read({ tenantId: 'acme', path, columns, ...more });
}

async function read(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void, more: { sheet?: string } = {}) {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Hours'), book);
  return readBytes(new Uint8Array(await book.xlsx.writeBuffer()), more);
}

test('reads typed rows below a heading row that is not the first', async () => {
  const result = await read((sheet) => {
    sheet.addRow(['Timesheet of November']);
    sheet.addRow([]);
    sheet.addRow(['CONTRACTOR', 'date', 'Heures  travaillees', 'Start', 'Note']);
    sheet.addRow([
      ' Ada Byron ',
      new Date('2026-11-02T00:00:00Z'),
      0.1 + 0.2,
      null,
      { richText: [{ text: 'on ' }, { text: 'site', font: { bold: true } }] },
    ]);
    sheet.addRow([]);
    const second = sheet.addRow(['Zoé', '2026/11/3', '7,5', new Date('1899-12-30T08:30:00Z'), 42]);
    second.getCell(4).numFmt = 'h:mm';
  });

  expect(result).toEqual({
    sheet: 'Hours',
    rowCount: 2,
    problems: [],
    rows: [
      { person: 'Ada Byron', day: '2026-11-02', hours: '0.3', start: null, note: 'on site', row: 4 },
      { person: 'Zoé', day: '2026-11-03', hours: '7.5', start: '08:30', note: '42', row: 6 },
    ],
  });
});

test.each([
  [
    'hours',
    'abc',
    'abc',
    'Cell C2 holds "abc", which is not a number. Write a number such as 7.5, without words or units.',
  ],
  ['hours', '7,5 h', '7,5 h', /Cell C2 holds "7,5 h", which is not a number/],
  ['hours', '1,234', '1,234', /decimal comma or thousands/],
  ['hours', null, '', 'Cell C2 is empty. Fill it in, or remove the whole row.'],
  ['hours', true, 'TRUE', /not a number/],
  [
    'hours',
    { formula: 'A9', result: { error: '#REF!' } },
    '#REF!',
    'Cell C2 holds the error #REF!. Correct its formula, save, and send the file again.',
  ],
  ['hours', { error: '#N/A' }, '#N/A', /holds the error #N\/A/],
  ['hours', { formula: '1+1' }, '', /a formula without a stored result/],
  ['hours', new Date('2026-11-02T00:00:00Z'), '2026-11-02', /holds a date \(2026-11-02\) where a number is expected/],
  ['day', '03/04/2026', '03/04/2026', /day and month could be either way round/],
  ['day', '2026-02-30', '2026-02-30', /not a date/],
  ['day', 45_000, '45000', /not formatted as a date/],
  ['start', '25:00', '25:00', /not a time of day/],
])('%s of %j is a problem and the row is kept apart', async (field, value, found, reason) => {
  const good: Record<string, ExcelJS.CellValue> = { person: 'Ada', day: '2026-11-02', hours: 8, start: '08:00' };
  const given = { ...good, [field]: value as ExcelJS.CellValue };

  const result = await read((sheet) => {
    sheet.addRow(['Contractor', 'Date', 'Hours', 'Start']);
    sheet.addRow([given['person'], given['day'], given['hours'], given['start']]);
    sheet.addRow(['Ada', '2026-11-03', 8, '8h15']);
  });

  expect(result.rows).toEqual([{ person: 'Ada', day: '2026-11-03', hours: '8', start: '08:15', note: null, row: 3 }]);
  expect(result.problems).toEqual([expect.objectContaining({ row: 2, found })]);
  expect(result.problems[0]?.reason).toMatch(reason);
});

test('a formula gives its stored result', async () => {
  const result = await read((sheet) => {
    sheet.addRow(['Contractor', 'Date', 'Hours']);
    sheet.addRow([{ formula: 'UPPER("ada")', result: 'ADA' }, '25/03/2026', { formula: '4*2', result: 8 }]);
  });

  expect(result.rows).toEqual([{ person: 'ADA', day: '2026-03-25', hours: '8', start: null, note: null, row: 2 }]);
});

test('days are counted from 1904 where the workbook says so', async () => {
  const result = await read((sheet, book) => {
    book.properties.date1904 = true;
    sheet.addRow(['Contractor', 'Date', 'Hours']);
    sheet.addRow(['Ada', new Date('2026-11-02T00:00:00Z'), 8]);
  });

  expect(result.rows).toMatchObject([{ day: '2026-11-02' }]);
});

test('missing headings are named beside those that were found', async () => {
  const reading = read((sheet) => sheet.addRow(['Contractor', 'Day', '__proto__', 'constructor']));

  await expect(reading).rejects.toMatchObject({
    kind: 'invalid',
    code: 'workbook.missing-columns',
    message:
      'The sheet "Hours" lacks the headings "Date", "Hours". Row 1 has: "Contractor", "Day", "__proto__", "constructor".',
  });
});

test('an unknown sheet is answered with those that exist; a known one is found without case', async () => {
  const fill = (_: ExcelJS.Worksheet, book: ExcelJS.Workbook) => {
    book.addWorksheet('Week 45').addRow(['Contractor', 'Date', 'Hours']);
  };

  await expect(read(fill, { sheet: 'Week 46' })).rejects.toMatchObject({
    code: 'workbook.no-such-sheet',
    message: 'The workbook has no sheet named "Week 46". It has: "Hours", "Week 45".',
  });
  expect(await read(fill, { sheet: 'week 45' })).toMatchObject({ sheet: 'Week 45', rows: [], rowCount: 0 });
});

test('a heading that occurs twice is no guess', async () => {
  const reading = read((sheet) => sheet.addRow(['Contractor', 'Date', 'Hours', 'HOURS']));

  await expect(reading).rejects.toMatchObject({ code: 'workbook.doubled-columns', details: { cells: ['C1', 'D1'] } });
});

test('more rows than allowed are refused with the limit', async () => {
  const reading = read((sheet) => {
    sheet.addRow(['Contractor', 'Date', 'Hours']);
    for (let at = 0; at < 51; at += 1) sheet.addRow(['Ada', '2026-11-02', 1]);
  });

  await expect(reading).rejects.toMatchObject({
    code: 'workbook.too-many-rows',
    message: expect.stringContaining('more than 50 rows'),
  });
});

test.each([
  ['an empty file', '', /It is empty/],
  ['CSV', 'Contractor,Date,Hours\nAda,2026-11-02,8\n', /plain text, such as CSV/],
  ['a PDF', '%PDF-1.7\n%\u0000', /It is a PDF/],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), /older Excel file \(\.xls\)/],
])('%s is not a workbook', async (_name, bytes, message) => {
  const reading = readBytes(bytes);

  await expect(reading).rejects.toMatchObject({ code: 'workbook.not-a-workbook' });
  await expect(reading).rejects.toThrow(message);
});

test('an empty sheet says what it needs', async () => {
  await expect(read(() => undefined)).rejects.toMatchObject({
    code: 'workbook.missing-columns',
    message: expect.stringContaining('is empty'),
  });
});
