import { Fault } from '@invoicepatch/sdk';
import secureJson from 'secure-json-parse';

const deepest = 64;

/** How deep arrays and objects stand in each other, read without building anything. */
function depthOf(text: string): number {
  let [depth, most, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === 92) at++;
      else if (sign === 34) quoted = false;
    } else if (sign === 34) quoted = true;
    else if (sign === 91 || sign === 123) most = Math.max(most, ++depth);
    else if (sign === 93 || sign === 125) depth--;
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
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  if (depthOf(text) > deepest) throw unreadable(`The body nests arrays and objects deeper than ${deepest} levels.`);
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (failure) {
    if (String(failure).includes('forbidden prototype')) {
      throw unreadable('The body has a field named __proto__ or constructor.prototype, which is not accepted.');
    }
    // The parser's own text repeats what was sent, which may be a secret.
    throw unreadable('The body is not valid JSON.');
  }
}
