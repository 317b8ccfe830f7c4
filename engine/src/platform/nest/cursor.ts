import { Fault, type z } from '@invoicepatch/sdk';

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
