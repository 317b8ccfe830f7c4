import { quoteLongNumbers } from '@invoicepatch/jsonata';
import secureJson from 'secure-json-parse';
import { scanJson } from '../json/scan-json.ts';

const deepest = 100;

/**
 * JSON of strangers: not too deep, and without the names that reach into every object, and with every
 * digit of an id. Throws on anything else.
 */
export function parseForeignJson(text: string): unknown {
  const { depth } = scanJson(text);
  if (depth > deepest) throw new Error(`The JSON is nested more than ${deepest} levels deep.`);
  return secureJson.parse(quoteLongNumbers(text), null, {
    protoAction: 'remove',
    constructorAction: 'remove',
  });
}
