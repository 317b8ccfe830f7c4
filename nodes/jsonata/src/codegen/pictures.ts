import type { PicturePart } from '../runtime/dates.ts';

/** The parts of a date picture made of fixed numbers only, such as `[Y0001]-[M01]-[D01]`. */
export function readPicture(picture: string): readonly PicturePart[] | undefined {
  const parts: PicturePart[] = [];
  const piece = /\[(Y0001|M01|D01|H01|m01|s01)\]|([^[\]]+)/gy;
  while (piece.lastIndex < picture.length) {
    const found = piece.exec(picture);
    if (found === null) return undefined;
    const [, part, text] = found;
    parts.push(part === undefined ? { text: text ?? '' } : { part: part.charAt(0) });
  }
  return parts;
}
