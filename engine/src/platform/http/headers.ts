import { Fault } from '@invoicepatch/sdk';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const unsafe = /[^\t\x20-\x7e\x80-\xff]/;

/** These say where a message begins, ends and goes: the client's own business. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function refuse(name: string, problem: string): never {
  throw new Fault('invalid', 'http.header-invalid', `The header ${JSON.stringify(name.slice(0, 60))} ${problem}.`);
}

/** Lower-case names; refuses what could start a second header, a second request, or go elsewhere. */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (!token.test(name)) refuse(name, 'has a name with characters that no header name has');
    if (reserved.has(name.toLowerCase())) refuse(name, 'is set by the engine itself');
    if (unsafe.test(value)) refuse(name, 'has a value with a line break or another control character');
    checked.set(name.toLowerCase(), value);
  }
  return Object.fromEntries(checked);
}
