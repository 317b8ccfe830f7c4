import { parseArgs } from 'node:util';
import { wrongUse } from './trouble.ts';

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  dir: { type: 'string' },
  publish: { type: 'boolean' },
  name: { type: 'string' },
  connection: { type: 'string', multiple: true },
  payload: { type: 'string' },
  node: { type: 'string' },
  key: { type: 'string' },
  follow: { type: 'boolean', short: 'f' },
  flow: { type: 'string' },
  status: { type: 'string' },
  code: { type: 'string' },
  limit: { type: 'string' },
  step: { type: 'string' },
  'as-of': { type: 'string' },
  failed: { type: 'boolean' },
  version: { type: 'string' },
  batch: { type: 'string' },
  newest: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
} as const;

/** What the command was given: words, and flags by name. */
export interface Given {
  readonly words: readonly string[];
  readonly flags: ReturnType<typeof read>['values'];
}

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
}

export function readGiven(args: readonly string[]): Given {
  try {
    const { values, positionals } = read(args);
    return { words: positionals, flags: values };
  } catch (thrown) {
    throw wrongUse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** A flag that is a whole number. */
export function toCount(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined) return fallback;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw wrongUse(`--${name} takes a whole number.`);
}

/** The word at a place, or trouble that says what belongs there. */
export function wordAt({ words }: Given, at: number, what: string): string {
  const word = words[at];
  if (word === undefined || word === '') throw wrongUse(`Say which: ${what}.`);
  return word;
}
