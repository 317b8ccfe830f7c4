import type { DestinationStream } from 'pino';

const signs: Readonly<Record<string, string>> = { info: ' ', warn: '!', error: '✗' };

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `12:04:31   http.listening url=http://127.0.0.1:3000` */
export function toLine(json: string): string {
  const { level, at, event, ...facts } = JSON.parse(json);
  const shown = Object.entries(facts).map(([name, value]) => `${name}=${toText(value)}`);
  return `${String(at).slice(11, 19)} ${signs[level] ?? ' '} ${[event, ...shown].join(' ')}\n`;
}

/** Short lines for a person who watches. */
export function terminalLines(out: { write(text: string): unknown }): DestinationStream {
  return { write: (json) => void out.write(toLine(json)) };
}
