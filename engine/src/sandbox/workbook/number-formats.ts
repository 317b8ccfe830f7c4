import type { PackageParts } from './package-parts.ts';
import { parseXml } from './xml.ts';

export type NumberKind = 'number' | 'date' | 'time';

function builtInKind(id: number): NumberKind | undefined {
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time';
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
  return id < 164 ? 'number' : undefined;
}

/** Whether a number format such as `dd/mm/yyyy` or `[h]:mm` shows a date, a time or a number. */
export function kindOfFormat(format: string): NumberKind {
  const code = format
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
    .split(';')[0]
    ?.toLowerCase();
  if (code === undefined || /^general$/.test(code.trim())) return 'number';
  if (/[yd]/.test(code)) return 'date';
  if (/[hs]/.test(code)) return 'time';
  return /m/.test(code) ? 'date' : 'number';
}

/** By a cell's style number, what its numbers mean. */
export async function readNumberKinds(parts: PackageParts, part: string | undefined): Promise<readonly NumberKind[]> {
  if (part === undefined) return [];
  const formats = new Map<number, string>();
  const kinds: NumberKind[] = [];
  let inCells = false;
  await parseXml(await parts.open(part), {
    open(tag, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (tag === 'numFmt') formats.set(id, attributes['formatCode'] ?? '');
      if (tag === 'cellXfs') inCells = true;
      if (tag === 'xf' && inCells)
        kinds.push(formats.has(id) ? kindOfFormat(formats.get(id) ?? '') : (builtInKind(id) ?? 'number'));
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return kinds;
}
