import type { PackageParts } from './package-parts.ts';
import { damaged, WorkbookFailure } from './workbook-failure.ts';
import { parseXml } from './xml.ts';

export interface WorkbookIndex {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  /** Days are counted from 1904 instead of 1900: workbooks that began on an old Mac. */
  readonly from1904: boolean;
}

interface Relation {
  readonly type: string;
  readonly part: string;
}

/** Targets are relative to `xl/` unless they start with a slash. */
function toPart(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function readRelations(parts: PackageParts): Promise<Map<string, Relation>> {
  const name = 'xl/_rels/workbook.xml.rels';
  const relations = new Map<string, Relation>();
  if (!parts.has(name)) throw damaged();
  await parseXml(await parts.open(name), {
    open(tag, { Id, Type, Target }) {
      if (tag !== 'Relationship' || Id === undefined || Type === undefined || Target === undefined) return;
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: toPart(Target) });
    },
  });
  return relations;
}

export async function readIndex(parts: PackageParts): Promise<WorkbookIndex> {
  const relations = await readRelations(parts);
  const sheets: { name: string; part: string }[] = [];
  let from1904 = false;
  await parseXml(await parts.open('xl/workbook.xml'), {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      const relation = tag === 'sheet' ? relations.get(attributes['r:id'] ?? attributes['id'] ?? '') : undefined;
      if (relation?.type === 'worksheet') sheets.push({ name: attributes['name'] ?? '', part: relation.part });
    },
  });
  const find = (type: string) =>
    [...relations.values()].find((relation) => relation.type === type && parts.has(relation.part))?.part;
  return { sheets, sharedStrings: find('sharedStrings'), styles: find('styles'), from1904 };
}

/** The sheet that was asked for, or the first one. */
export function chooseSheet({ sheets }: WorkbookIndex, wanted: string | undefined) {
  const same = (name: string) => name.trim().toLowerCase() === wanted?.trim().toLowerCase();
  const sheet =
    wanted === undefined
      ? sheets[0]
      : (sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => same(name)));
  if (sheet !== undefined) return sheet;
  const names = sheets.map(({ name }) => name);
  const list = names.map((name) => `"${name}"`).join(', ');
  throw new WorkbookFailure(
    'no-such-sheet',
    wanted === undefined
      ? 'The workbook has no sheet.'
      : `The workbook has no sheet named "${wanted}". It has: ${list}.`,
    { sheets: names },
  );
}
