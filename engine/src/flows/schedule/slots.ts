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

/** The slots in `(afterMs, untilMs]`, in their order; of a local time that clocks skip or repeat there is one. */
function* slotsIn({ cron, timeZone }: Schedule, afterMs: number, untilMs: number): Generator<number> {
  const local = new LocalTime(timeZone);
  let last = afterMs;
  for (const wall of wallTimes(cron, Math.floor(local.toWall(afterMs) / 60_000) * 60_000)) {
    const instant = local.toInstant(wall);
    if (instant > untilMs) return;
    if (instant <= last) continue;
    last = instant;
    yield instant;
  }
}

export interface SlotWindow {
  readonly afterMs: number;
  readonly untilMs: number;
  readonly most: number;
}

/** The last slots in `(afterMs, untilMs]`, the oldest first, and whether there were more before them, however many. */
export function latestSlots(
  schedule: Schedule,
  { afterMs, untilMs, most }: SlotWindow,
): { readonly slots: readonly number[]; readonly more: boolean } {
  for (const windowMs of [3_600_000, 2 * dayMs, 62 * dayMs, longestMs]) {
    const start = Math.max(afterMs, untilMs - windowMs);
    const slots: number[] = [];
    for (const slot of slotsIn(schedule, start, untilMs)) {
      slots.push(slot);
      if (slots.length > most + 1) slots.shift();
    }
    const isWidest = start === afterMs || windowMs === longestMs;
    if (slots.length > most || isWidest) return { slots: slots.slice(-most), more: slots.length > most };
  }
  return { slots: [], more: false };
}
