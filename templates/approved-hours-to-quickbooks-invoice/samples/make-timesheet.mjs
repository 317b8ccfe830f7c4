/**
 * Writes timesheet-2026-11.xlsx from timesheet-2026-11.json: node samples/make-timesheet.mjs
 * The same entries give the same bytes, so that a difference in the file is a difference in the hours.
 */
import { readFile, writeFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';

const columns = [
  { header: 'Date', key: 'date', width: 12, style: { numFmt: 'yyyy-mm-dd' } },
  { header: 'Contractor', key: 'contractor', width: 20 },
  { header: 'Role', key: 'role', width: 26 },
  { header: 'Client', key: 'client', width: 22 },
  { header: 'Job', key: 'job', width: 11 },
  { header: 'Province', key: 'province', width: 9 },
  { header: 'Type', key: 'type', width: 10 },
  { header: 'Hours', key: 'hours', width: 8, style: { numFmt: '0.00' } },
  { header: 'Status', key: 'status', width: 11 },
];

const here = (name) => new URL(name, import.meta.url);

function toCells(entry) {
  const isNumber = /^[0-9.]+$/.test(entry.hours);
  return { ...entry, date: new Date(`${entry.date}T00:00:00Z`), hours: isNumber ? Number(entry.hours) : entry.hours };
}

/** Sets the time of every file inside the archive to 1980-01-01, the zero of the ZIP format. */
function withoutTimes(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    zip.writeUInt32LE(0x00210000, entry + 12);
    zip.writeUInt32LE(0x00210000, zip.readUInt32LE(entry + 42) + 10);
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return zip;
}

const { entries } = JSON.parse(await readFile(here('timesheet-2026-11.json'), 'utf8'));
const workbook = new ExcelJS.Workbook();
workbook.creator = 'InvoicePatch';
workbook.lastModifiedBy = 'InvoicePatch';
workbook.created = new Date('2026-11-16T13:00:00Z');
workbook.modified = workbook.created;
const sheet = workbook.addWorksheet('Hours', { views: [{ state: 'frozen', ySplit: 1 }] });
sheet.columns = columns;
sheet.getRow(1).font = { bold: true };
sheet.autoFilter = { from: 'A1', to: 'I1' };
for (const entry of entries) sheet.addRow(toCells(entry));
await writeFile(here('timesheet-2026-11.xlsx'), withoutTimes(Buffer.from(await workbook.xlsx.writeBuffer())));
