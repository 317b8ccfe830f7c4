import type { Generator } from './generator.ts';
import { quote, type Value } from './value.ts';

/** Whether a value counts as true. */
export function truthOf(generator: Generator, value: Value): string {
  if (value.kind === 'boolean') return value.js;
  if (value.kind === 'boolean?') return `${value.js} === true`;
  return generator.call('isTrue', value.js);
}

/** Code whose failures say where the operator stands. */
export function emitGuarded(generator: Generator, code: string, position: number, token: string): void {
  const failed = generator.call('failedAt', 'e', String(position), quote(token));
  generator.emit(`try {\n${code}\n} catch (e) {\nthrow ${failed};\n}`);
}
