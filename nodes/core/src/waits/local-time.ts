/** A time on a wall clock, written as if it were UTC, so that it can be counted. */
type WallMs = number;

function toWall(instantMs: number, timeZone: string): WallMs {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/**
 * When a clock in this zone shows this time. Of a time that it shows twice, the first; a time that it jumps over is as
 * long after the jump as it would have been.
 */
export function toInstant(wallMs: WallMs, timeZone: string): number {
  const dayMs = 86_400_000;
  const [before, after] = [wallMs - dayMs, wallMs + dayMs].map((at) => toWall(at, timeZone) - at);
  const guesses = [before ?? 0, after ?? 0].map((offset) => wallMs - offset);
  const right = guesses.filter((guess) => toWall(guess, timeZone) === wallMs);
  return right.length > 0 ? Math.min(...right) : wallMs - (before ?? 0);
}

/** The same time of day, so many days later by the calendar of the zone. */
export function addDays(instantMs: number, days: number, timeZone: string): number {
  const wall = toWall(instantMs, timeZone);
  return toInstant(wall + days * 86_400_000, timeZone) + (instantMs % 1_000);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const local = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?$/;
const exact = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** `2026-11-30`, `2026-11-30T09:00` in the zone, or a time with its own offset. `undefined` when it is none. */
export function readTime(text: string, timeZone: string): number | undefined {
  const instant = exact.test(text) ? Date.parse(text) : local.test(text) ? readLocal(text, timeZone) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

function readLocal(text: string, timeZone: string): number {
  const wall = Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00:00Z`);
  return Number.isNaN(wall) ? wall : toInstant(wall, timeZone);
}
