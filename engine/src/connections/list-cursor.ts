import { Fault, z } from '@invoicepatch/sdk';

const place = z.tuple([z.string(), z.uuid()]);

export interface Place {
  readonly name: string;
  readonly id: string;
}

export function toCursor(last: Place | undefined): string | null {
  return last === undefined ? null : Buffer.from(JSON.stringify([last.name, last.id])).toString('base64url');
}

export function fromCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [name, id] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { name, id };
  } catch (cause) {
    throw new Fault('invalid', 'request.invalid', 'The cursor is not one of this list. Start again without it.', {
      cause,
    });
  }
}
