import type { WorkbookRows } from '@invoicepatch/sdk';
import type { WorkbookJob } from './job.ts';
import { readNumberKinds } from './number-formats.ts';
import { openPackage } from './package-parts.ts';
import { RowCollector } from './row-collector.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readRows } from './sheet-rows.ts';
import { damaged } from './workbook-failure.ts';
import { chooseSheet, readIndex } from './workbook-index.ts';

/** Reads the columns of one sheet. Nothing but the sheet, its texts and its number formats is ever looked at. */
export async function readWorkbook(
  bytes: Buffer,
  { sheet: wanted, columns, limits }: WorkbookJob,
): Promise<WorkbookRows> {
  const parts = await openPackage(bytes, limits);
  const index = await readIndex(parts);
  const sheet = chooseSheet(index, wanted);
  if (!parts.has(sheet.part)) throw damaged();
  const strings = await readSharedStrings(parts, index.sharedStrings);
  const kinds = await readNumberKinds(parts, index.styles);
  const collector = new RowCollector({ sheet: sheet.name, columns, limits, from1904: index.from1904 });
  await readRows(await parts.open(sheet.part), { strings, kinds }, (row) => collector.add(row));
  return collector.finish();
}
