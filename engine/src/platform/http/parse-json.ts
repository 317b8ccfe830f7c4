import secureJson from 'secure-json-parse';

const deepest = 100;

/** What each character does to the depth, outside of texts. */
const steps: ReadonlyMap<string, number> = new Map([
  ['[', 1],
  ['{', 1],
  [']', -1],
  ['}', -1],
]);

/** Counts brackets outside of texts, without recursion: what reads the value later does recurse. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (mark === '"') quoted = !quoted;
    else if (mark === '\\' && quoted) at += 1;
    else if (!quoted) depth += steps.get(mark) ?? 0;
    if (depth > deepest) return true;
  }
  return false;
}

/** JSON of strangers: not too deep, and without the names that reach into every object. Throws on anything else. */
export function parseForeignJson(text: string): unknown {
  if (isTooDeep(text)) throw new Error(`The JSON is nested more than ${deepest} levels deep.`);
  return secureJson.parse(text, null, { protoAction: 'remove', constructorAction: 'remove' });
}
