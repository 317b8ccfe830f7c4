import { Fault } from '@invoicepatch/sdk';
import secureJson from 'secure-json-parse';

const deepest = 64;

const [quote, backslash] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** The place of the quotation mark that ends the text which begins at `start`. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== quote) at += json.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

/** How deep arrays and objects stand in each other, read without building anything. */
function depthOf(json: string): number {
  let [depth, most] = [0, 0];
  for (let at = 0; at < json.length; at++) {
    const sign = json.charCodeAt(at);
    if (sign === quote) at = endOfText(json, at);
    else if (opening.has(sign)) most = Math.max(most, ++depth);
    else if (closing.has(sign)) depth--;
  }
  return most;
}

function unreadable(why: string): Fault {
  return new Fault('invalid', 'request.unreadable', why);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('The body is not UTF-8 text.');
  }
}

/** A body that came from anybody: no invalid text, no bottomless nesting, no names that change what objects are. */
export function parseJsonBody(bytes: Buffer): unknown {
  return parseJsonText(bytes)?.value;
}

/** The same, with the text that was read. */
export function parseJsonText(bytes: Buffer): { readonly value: unknown; readonly text: string } | undefined {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  if (depthOf(text) > deepest) throw unreadable(`The body nests arrays and objects deeper than ${deepest} levels.`);
  try {
    const value: unknown = secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
    return { value, text };
  } catch (failure) {
    if (String(failure).includes('forbidden prototype')) {
      throw unreadable('The body has a field named __proto__ or constructor.prototype, which is not accepted.');
    }
    // The parser's own text repeats what was sent, which may be a secret.
    throw unreadable('The body is not valid JSON.');
  }
}
