import { createHash } from 'node:crypto';
import { Fault, type FlowDocument } from '@invoicepatch/sdk';

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The same for two documents that say the same, however their fields are ordered. */
export function contentHash(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document, sortKeys)).digest('hex');
}

/** Postgres keeps no NUL and no half of a surrogate pair in its JSON; both come out of JSON text as an escape. */
const unstorable = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

export function toStoredJson(document: FlowDocument): string {
  const text = JSON.stringify(document);
  if (!unstorable.test(text)) return text;
  const message = 'The flow holds a character that is no text: a NUL, or half of a character. Remove it.';
  throw new Fault('invalid', 'flow.bad-text', message);
}
