import { isNativeError } from 'node:util/types';

const secretName =
  /pass(word|phrase)?$|secret|token|authorization|cookie|api-?_?key|private-?_?key|master-?_?key|credential|^pwd$/i;
const mask = '***';
const deepest = 6;
const longest = 2_000;

function maskText(text: string): string {
  // A password inside an address: postgres://name:password@host
  const hidden = text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]*@/gi, `$1:${mask}@`);
  return hidden.length > longest ? `${hidden.slice(0, longest)}…` : hidden;
}

function maskError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: maskText(error.message),
    ...('code' in error ? { code: error.code } : {}),
    ...(error.stack === undefined ? {} : { stack: maskText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
  };
}

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '…';
  if (isNativeError(value)) return maskError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => maskValue(each, depth + 1));
  return maskFields(value, depth);
}

function maskFields(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, secretName.test(name) ? mask : maskValue(each, depth + 1)]),
  );
}

/** A copy that may be written down: values under names that sound like a secret are hidden, long texts are cut. */
export function maskSecrets(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return maskFields(facts, 0);
}
