import type { z } from 'zod';
import { Fault } from './fault.ts';

/** What the outside world answered, not yet looked at. An action returns it as it is, or parses it to look inside. */
export class Untrusted {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** Parses the answer; an unexpected shape is the other system's doing and becomes an `unavailable` fault. */
  as<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
    const parsed = schema.safeParse(this.#value);
    if (parsed.success) return parsed.data;
    const first = parsed.error.issues[0];
    const place = first === undefined || first.path.length === 0 ? 'the answer' : first.path.join('.');
    throw new Fault(
      'unavailable',
      'http.unexpected-answer',
      `The other system's answer has an unexpected shape at ${place}.`,
      {
        details: { place, problem: first?.message ?? 'unknown' },
        doubtful: true,
      },
    );
  }
}
