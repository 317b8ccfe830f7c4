import type { Cron } from './cron.ts';
import { LocalTime, type WallMs } from './local-time.ts';

const dayMs = 86_400_000;
/** Eight years hold every 29 February. */
const longestMs = 8 * 366 * dayMs;

export interface Schedule {
  readonly cron: Cron;
  readonly timeZone: string;
}

function* wallTimes(cron: Cron, from: WallMs): Generator<WallMs> {
  const firstDay = Math.floor(from / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + longestMs; day += dayMs) {
    const date = new Date(day);
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    if (!cron.months.has(local.month) || !cron.isDay(local)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const wall = day + (hour * 60 + minute) * 60_000;
        if (wall >= from) yield wall;
      }
    }
  }
}

/**
 * The first slot after an instant. A local time that clocks jump over is due at the next minute that exists; one that
 * they show twice is due the first time only.
 */
export function nextSlot({ cron, timeZone }: Schedule, afterMs: number): number | undefined {
  const local = new LocalTime(timeZone);
  const from = Math.floor(local.toWall(afterMs) / 60_000) * 60_000;
  for (const wall of wallTimes(cron, from)) {
    const instant = local.toInstant(wall);
    if (instant > afterMs) return instant;
  }
  return undefined;
}

/** The last slot in `(afterMs, untilMs]`, however many there were. */
export function latestSlot(schedule: Schedule, afterMs: number, untilMs: number): number | undefined {
  for (const windowMs of [3_600_000, 2 * dayMs, 62 * dayMs, longestMs]) {
    const start = Math.max(afterMs, untilMs - windowMs);
    let latest: number | undefined;
    for (let slot = nextSlot(schedule, start); slot !== undefined && slot <= untilMs; slot = nextSlot(schedule, slot)) {
      latest = slot;
    }
    if (latest !== undefined || start === afterMs) return latest;
  }
  return undefined;
}
