import { quoteLongNumbers } from '@invoicepatch/jsonata';
import { Fault } from '@invoicepatch/sdk';
import secureJson from 'secure-json-parse';
import { scanJson, scanValue } from '../json/scan-json.ts';

const deepest = 64;

const badText =
  'A text in the body has half of a character (such as \\ud800) or the character U+0000, which nothing can store. Remove it.';
/** Escapes that may leave a text which can't be stored. */
const brokenEscape = /\\u(?:[dD]|0000)/;

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

function parse(text: string): unknown {
  try {
    const actions = { protoAction: 'error', constructorAction: 'error' } as const;
    return secureJson.parse(text, undefined, actions);
  } catch (failure) {
    if (String(failure).includes('forbidden prototype')) {
      throw unreadable('The body has a field named __proto__ or constructor.prototype, which is not accepted.');
    }
    // The parser's own text repeats what was sent, which may be a secret.
    throw unreadable('The body is not valid JSON.');
  }
}

/**
 * A body that came from anybody: no invalid text, no bottomless nesting, no names that change what objects are, no
 * field of which one value would be lost, no digit of an id that would be.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  return parseJsonText(bytes)?.value;
}

/** The same, with a text that says just that value. */
export function parseJsonText(bytes: Buffer): { readonly value: unknown; readonly text: string } | undefined {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  const { depth, members } = scanJson(text);
  if (depth > deepest) throw unreadable(`The body nests arrays and objects deeper than ${deepest} levels.`);
  const exact = quoteLongNumbers(text);
  const value = parse(exact);
  const scan = scanValue(value, brokenEscape.test(text));
  if (scan.hasBrokenText) throw new Fault('invalid', 'request.bad-text', badText);
  if (scan.members === members) return { value, text: exact };
  throw unreadable(
    'The body names a field twice in the same object, so one of its values would be lost. Send it once.',
  );
}
