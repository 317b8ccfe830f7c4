/** A date picture of fixed parts, worked out by the compiler: text, or the first letter of a part. */
export type PicturePart = { readonly text: string } | { readonly part: string };

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export function fourDigits(value: number): string {
  return value > 999 ? String(value) : String(value).padStart(4, '0');
}

export function writePart(date: Date, part: string): string {
  if (part === 'Y') return fourDigits(date.getUTCFullYear());
  if (part === 'M') return twoDigits(date.getUTCMonth() + 1);
  if (part === 'D') return twoDigits(date.getUTCDate());
  if (part === 'H') return twoDigits(date.getUTCHours());
  return twoDigits(part === 'm' ? date.getUTCMinutes() : date.getUTCSeconds());
}

/** `$fromMillis` for the years 1 to 9999; `undefined` where the library has to answer. */
export function writeDate(millis: unknown, picture: readonly PicturePart[]): string | undefined {
  if (typeof millis !== 'number' || !(millis > -62_135_596_800_000 && millis < 253_402_300_800_000)) return undefined;
  const date = new Date(millis);
  let text = '';
  for (const piece of picture) text += 'text' in piece ? piece.text : writePart(date, piece.part);
  return text;
}
