import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkbookColumn } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { ProcessSandbox } from '../../engine/src/sandbox/sandbox.process.ts';
import { makeZip, workbookParts, type ZipPart } from '../support/make-zip.ts';

const columns: WorkbookColumn[] = [
  { field: 'name', headings: ['Name'], type: 'text', required: true },
  { field: 'hours', headings: ['Hours'], type: 'decimal', required: true },
];
const sandbox = new ProcessSandbox();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function read(bytes: Uint8Array) {
  const path = join(folder, `${Math.random()}.xlsx`);
  await writeFile(path, bytes);
  return sandbox.readWorkbook({ tenantId: 'acme', path, columns });
}

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (name: string, hours: string) => `<row>${text(name)}<c><v>${hours}</v></c></row>`;
const sheet = (rows: string) =>
  `<worksheet><sheetData><row>${text('Name')}${text('Hours')}</row>${rows}</sheetData></worksheet>`;
const withPart = (part: ZipPart) => makeZip([...workbookParts(sheet(row('Ada', '8'))), part]);

test('a workbook made by hand is read', async () => {
  expect(await read(makeZip(workbookParts(sheet(row('Ada', '7.5')))))).toEqual({
    sheet: 'Hours',
    rows: [{ name: 'Ada', hours: '7.5', row: 2 }],
    problems: [],
    rowCount: 1,
  });
});

const zeros = (mib: number) => Buffer.alloc(mib * 1_048_576);

test.each<[string, () => Buffer, string]>([
  [
    'a bomb beside the sheet',
    () => withPart({ name: 'xl/media/image1.png', content: zeros(300) }),
    'workbook.too-large',
  ],
  [
    'a bomb that lies about its size',
    () =>
      makeZip(
        workbookParts(sheet(row('a'.repeat(1_000), '1').repeat(300_000))).map((part) => ({
          ...part,
          ...(part.name.includes('sheet1') ? { claimedBytes: 5_000 } : {}),
        })),
      ),
    'workbook.damaged',
  ],
  [
    'a bomb of shared strings',
    () => makeZip(workbookParts(sheet(''), `<sst>${'<si><t>a</t></si>'.repeat(6_000_000)}</sst>`)),
    'workbook.too-large',
  ],
  [
    'a hundred thousand rows',
    () => makeZip(workbookParts(sheet(row('Ada', '8').repeat(100_000)))),
    'workbook.too-many-rows',
  ],
  [
    'a cell far to the right',
    () => makeZip(workbookParts(sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>'))),
    'workbook.too-many-columns',
  ],
  [
    'thousands of parts',
    () =>
      makeZip([
        ...workbookParts(sheet('')),
        ...Array.from({ length: 1_100 }, (_, at) => ({ name: `x${at}`, content: '' })),
      ]),
    'workbook.too-large',
  ],
  ['an encrypted part', () => withPart({ name: 'xl/secret.xml', content: 'x', encrypted: true }), 'workbook.damaged'],
  ['two parts of one name', () => withPart({ name: 'xl/workbook.xml', content: '<workbook/>' }), 'workbook.damaged'],
  ['a zip that is no workbook', () => makeZip([{ name: 'readme.txt', content: 'hello' }]), 'workbook.not-a-workbook'],
  ['a zip cut in half', () => withPart({ name: 'a', content: 'b' }).subarray(0, 400), 'workbook.damaged'],
  [
    'a sheet of broken XML',
    () => makeZip(workbookParts('<worksheet><sheetData><row></sheetData>')),
    'workbook.damaged',
  ],
  [
    'a billion laughs',
    () => makeZip(workbookParts(`<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>${sheet(row('&b;', '1'))}`)),
    'workbook.damaged',
  ],
])(
  '%s is refused',
  async (_name, make, code) => {
    const bytes = make();
    const started = performance.now();

    await expect(read(bytes)).rejects.toMatchObject({ kind: 'invalid', code });

    expect(performance.now() - started).toBeLessThan(30_000);
  },
  60_000,
);

test('a file over the limit is never handed on', async () => {
  await expect(read(Buffer.alloc(10 * 1_048_576 + 1))).rejects.toMatchObject({ code: 'workbook.too-large' });
});

test('a sheet that claims a million rows and has one is read in its true size', async () => {
  const lie = '<worksheet><dimension ref="A1:XFD1048576"/><sheetData>';
  const xml = sheet(
    '<row r="1048576"><c r="A1048576" t="str"><v>Ada</v></c><c r="B1048576"><v>8</v></c></row>',
  ).replace('<worksheet><sheetData>', lie);

  expect(await read(makeZip(workbookParts(xml)))).toMatchObject({
    rowCount: 1,
    rows: [{ row: 1_048_576, name: 'Ada', hours: '8' }],
  });
});

test('hostile notes, headings and values stay data', async () => {
  const book = new ExcelJS.Workbook();
  const hours = book.addWorksheet('Hours');
  hours.addRow(['Name', 'Hours', '__proto__', 'constructor']);
  hours.addRow(['__proto__', 8, 'polluted', 'polluted']);
  hours.getCell('A2').note = 'harmless';
  const honest = Buffer.from(await book.xlsx.writeBuffer());
  const comments =
    '<comments><authors><author>x</author></authors><commentList><comment ref="__proto__" authorId="0"><text><t>polluted</t></text></comment></commentList></comments>';

  const results = [await read(honest), await read(withPart({ name: 'xl/comments1.xml', content: comments }))];

  expect(results.map(({ rows }) => rows[0]?.['name'])).toEqual(['__proto__', 'Ada']);
  expect(Object.prototype).not.toHaveProperty('polluted');
  expect(Object.prototype).not.toHaveProperty('note');
});

test('twenty thousand rows of twenty columns are read within the time limit', async () => {
  const cells = Array.from({ length: 18 }, (_, at) => `<c><v>${at}.25</v></c>`).join('');
  const rows = `<row>${text('Ada')}<c><v>7.5</v></c>${cells}</row>`.repeat(20_000);
  const started = performance.now();

  const result = await read(makeZip(workbookParts(sheet(rows))));

  expect(result.rows).toHaveLength(20_000);
  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);
