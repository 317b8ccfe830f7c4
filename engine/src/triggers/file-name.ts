import { extname } from 'node:path';

const longest = 200;

/** The last part of whatever a sender calls a file, without anything that no name holds; `undefined` when nothing is left. */
export function toFileName(sent: string): string | undefined {
  const last = sent.split(/[/\\]/).at(-1) ?? '';
  const name = [...last.normalize('NFC')]
    .filter((sign) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(sign))
    .join('')
    .trim();
  return name === '' || /^\.+$/.test(name) ? undefined : name.slice(-longest);
}

/** A header's name: header values are ASCII, so it comes URI-encoded. */
export function parseFileNameHeader(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return toFileName(decodeURIComponent(header));
  } catch {
    return undefined;
  }
}

export function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.includes(extname(name).toLowerCase());
}
