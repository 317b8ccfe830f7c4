import type { PackageParts } from './package-parts.ts';
import { parseXml } from './xml.ts';

/** The texts that cells refer to by number; formatting inside a text is left out, and so are reading aids (`rPh`). */
export async function readSharedStrings(parts: PackageParts, part: string | undefined): Promise<readonly string[]> {
  if (part === undefined) return [];
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let inAid = false;
  await parseXml(await parts.open(part), {
    open(tag) {
      if (tag === 'si') current = '';
      if (tag === 'rPh') inAid = true;
      inText = tag === 't' && !inAid;
    },
    text(text) {
      if (inText) current += text;
    },
    close(tag) {
      inText = false;
      if (tag === 'rPh') inAid = false;
      if (tag === 'si') strings.push(current);
    },
  });
  return strings;
}
