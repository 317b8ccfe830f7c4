import type { Readable } from 'node:stream';
import type { NumberKind } from './number-formats.ts';
import { parseXml } from './xml.ts';

/** What a cell holds, before anybody asked it to be something. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly shown: NumberKind }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'error'; readonly error: string }
  /** A formula whose result was never stored. */
  | { readonly kind: 'uncalculated' };

export interface SheetRow {
  /** As Excel shows it. */
  readonly number: number;
  /** By column, from 1; empty cells are absent. */
  readonly cells: ReadonlyMap<number, Cell>;
}

export interface SheetContext {
  readonly strings: readonly string[];
  readonly kinds: readonly NumberKind[];
}

interface RawCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  value: string | undefined;
}

/** `AB12` → 28. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) column = column * 26 + (letter.toUpperCase().charCodeAt(0) - 64);
  return column;
}

/** 28 → `AB`. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

function toText(text: string): Cell | undefined {
  return text.trim() === '' ? undefined : { kind: 'text', text: text.trim() };
}

function toCell(raw: RawCell, { strings, kinds }: SheetContext): Cell | undefined {
  const { type, value } = raw;
  if (value === undefined || value === '')
    return raw.hasFormula && type !== 'str' ? { kind: 'uncalculated' } : undefined;
  if (type === 's') return toText(strings[Number(value)] ?? '');
  if (type === 'str' || type === 'inlineStr' || type === 'd') return toText(value);
  if (type === 'e') return { kind: 'error', error: value };
  if (type === 'b') return { kind: 'boolean', value: value === '1' };
  const number = Number(value);
  return Number.isFinite(number)
    ? { kind: 'number', value: number, shown: kinds[raw.style] ?? 'number' }
    : toText(value);
}

/** Reads the cells of a sheet as they stream, hidden rows like the others. Of merged cells the first one holds the value. */
export async function readRows(stream: Readable, context: SheetContext, give: (row: SheetRow) => void): Promise<void> {
  let number = 0;
  let cells = new Map<number, Cell>();
  let lastColumn = 0;
  let cell: RawCell | undefined;
  let collecting = false;
  await parseXml(stream, {
    open(tag, attributes) {
      if (tag === 'row') {
        number = Number(attributes['r'] ?? number + 1);
        cells = new Map();
        lastColumn = 0;
      } else if (tag === 'c') {
        lastColumn = attributes['r'] === undefined ? lastColumn + 1 : columnOf(attributes['r']);
        const style = Number(attributes['s'] ?? 0);
        cell = { column: lastColumn, type: attributes['t'] ?? 'n', style, hasFormula: false, value: undefined };
      } else if (tag === 'f' && cell !== undefined) cell.hasFormula = true;
      collecting = tag === 'v' || tag === 't';
    },
    text(text) {
      if (collecting && cell !== undefined) cell.value = (cell.value ?? '') + text;
    },
    close(tag) {
      collecting = false;
      if (tag === 'c' && cell !== undefined) {
        const value = toCell(cell, context);
        if (value !== undefined) cells.set(cell.column, value);
        cell = undefined;
      } else if (tag === 'row' && cells.size > 0) give({ number, cells });
    },
  });
}
