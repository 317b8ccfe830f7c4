import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import yauzl from 'yauzl';
import type { WorkbookLimits } from '../sandbox-limits.ts';
import { damaged, WorkbookFailure } from './workbook-failure.ts';

/** The parts of a workbook that the reader asks for; comments, drawings, macros and the rest are never opened. */
export interface PackageParts {
  has(name: string): boolean;
  /** Uncompressed bytes, counted while they flow: the zip's own figures are not believed. */
  open(name: string): Promise<Readable>;
}

const mib = 1_048_576;
/** How many times larger than the file its content may be, once it is larger than the limit below. */
const suspiciousRatio = 200;
const suspiciousBytes = 50 * mib;

function startsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** What a file that is no zip is likely to be. */
function nameKind(bytes: Buffer): string {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    return 'It is an older Excel file (.xls) or a workbook that is protected by a password.';
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return 'It is a PDF.';
  if (bytes.length === 0) return 'It is empty.';
  return bytes.subarray(0, 4_096).includes(0)
    ? 'Its content is of another kind.'
    : 'It looks like plain text, such as CSV.';
}

function notAWorkbook(reason: string): WorkbookFailure {
  return new WorkbookFailure(
    'not-a-workbook',
    `This is not an Excel workbook (.xlsx). ${reason} Open it in Excel, choose Save As, Excel Workbook (.xlsx), and send that file.`,
  );
}

function tooLarge(limits: WorkbookLimits): WorkbookFailure {
  return new WorkbookFailure(
    'too-large',
    `The workbook unpacks to more than ${limits.uncompressedBytes / mib} MB. Remove what is not needed, or split it.`,
    { uncompressedBytes: limits.uncompressedBytes },
  );
}

function openZip(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(startsWith(bytes, [0x50, 0x4b]) ? damaged() : notAWorkbook(nameKind(bytes)));
      else resolve(zip);
    });
  });
}

function listEntries(zip: yauzl.ZipFile, limits: WorkbookLimits): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  return new Promise((resolve, reject) => {
    zip.on('error', () => reject(damaged()));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entries.has(entry.fileName) || entry.isEncrypted()) return reject(damaged());
      if (entries.size >= limits.entries) {
        return reject(
          new WorkbookFailure(
            'too-large',
            `The workbook has more than ${limits.entries} parts. Save only the sheet that is needed.`,
          ),
        );
      }
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function checkSizes(entries: Iterable<yauzl.Entry>, fileBytes: number, limits: WorkbookLimits): void {
  let unpacked = 0;
  for (const { uncompressedSize } of entries) unpacked += uncompressedSize;
  const suspicious = unpacked > suspiciousBytes && unpacked > fileBytes * suspiciousRatio;
  if (unpacked > limits.uncompressedBytes || suspicious) throw tooLarge(limits);
}

/** Looks at a file as a zip before anything looks inside it. */
export async function openPackage(bytes: Buffer, limits: WorkbookLimits): Promise<PackageParts> {
  const zip = await openZip(bytes);
  const entries = await listEntries(zip, limits);
  if (!entries.has('xl/workbook.xml')) throw notAWorkbook('It is a compressed folder without a workbook in it.');
  checkSizes(entries.values(), bytes.length, limits);
  let unpacked = 0;
  const counted = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        unpacked += chunk.length;
        if (unpacked > limits.uncompressedBytes) done(tooLarge(limits));
        else done(null, chunk);
      },
    });
  return {
    has: (name) => entries.has(name),
    open: (name) =>
      new Promise((resolve, reject) => {
        const entry = entries.get(name);
        if (entry === undefined) return reject(damaged());
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(damaged());
          const counter = counted();
          stream.on('error', () => counter.destroy(damaged()));
          resolve(stream.pipe(counter));
        });
      }),
  };
}
