import { Fault, z } from '@invoicepatch/sdk';

const iso = z.iso.datetime({ offset: true });

function isTimestamp(text: string): boolean {
  return iso.safeParse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).success;
}

/** A time as Postgres writes it, to the microsecond: `2026-11-02 12:00:00.123456+00`. */
export const cursorTime = z.string().max(50).refine(isTimestamp);

/** A place in a list as an opaque text. */
export function toCursor(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

export function parseCursor<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (cause) {
    const message = 'The cursor is not one that this list gave out. Begin again without a cursor.';
    throw new Fault('invalid', 'request.bad-cursor', message, { cause });
  }
}
