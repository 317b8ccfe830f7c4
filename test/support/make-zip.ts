import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the zip claims about the uncompressed size, when that is a lie. */
  readonly claimedBytes?: number;
  readonly encrypted?: boolean;
}

function head(
  signature: number,
  size: number,
  fields: readonly (readonly [at: number, bytes: 2 | 4, value: number])[],
): Buffer {
  const header = Buffer.alloc(size);
  header.writeUInt32LE(signature, 0);
  for (const [at, bytes, value] of fields) header.writeUIntLE(value, at, bytes);
  return header;
}

/** A zip made by hand, so that it can hold what no honest program would write. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes, encrypted = false } of parts) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data, { level: 9 });
    const title = Buffer.from(name);
    const facts = [
      [encrypted ? 1 : 0, 2],
      [8, 2],
      [0, 4],
      [crc32(data), 4],
      [packed.length, 4],
      [claimedBytes ?? data.length, 4],
      [title.length, 2],
    ] as const;
    const place = (from: number) => {
      let at = from;
      return facts.map(([value, bytes]) => {
        at += bytes;
        return [at - bytes, bytes, value] as const;
      });
    };
    const local = head(0x04034b50, 30, place(6));
    const central = head(0x02014b50, 46, [...place(8), [42, 4, offset]]);
    bodies.push(local, title, packed);
    directory.push(central, title);
    offset += local.length + title.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = head(0x06054b50, 22, [
    [8, 2, parts.length],
    [10, 2, parts.length],
    [12, 4, list.length],
    [16, 4, offset],
  ]);
  return Buffer.concat([...bodies, list, end]);
}

const workbook = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hours" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const rels = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;

/** The parts of a small workbook around one sheet. */
export function workbookParts(sheetXml: string, sharedStrings = '<sst/>'): ZipPart[] {
  return [
    { name: 'xl/workbook.xml', content: workbook },
    { name: 'xl/_rels/workbook.xml.rels', content: rels },
    { name: 'xl/sharedStrings.xml', content: sharedStrings },
    { name: 'xl/worksheets/sheet1.xml', content: sheetXml },
  ];
}
