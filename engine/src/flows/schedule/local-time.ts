const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Minutes of local time, written as if they were UTC, so that they can be compared and counted. */
export type WallMs = number;

/** A time zone by its IANA name, with the zone data that Node brings along. */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What a clock on the wall shows at an instant. */
  toWall(instantMs: number): WallMs {
    const parts = new Map(this.#format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  }

  /** The first instant at which the wall shows this minute; where clocks jump over it, the next one that exists. */
  toInstant(wall: WallMs): number {
    for (let shown = wall; shown <= wall + 2 * dayMs; shown += minuteMs) {
      const [first] = this.#instantsOf(shown);
      if (first !== undefined) return first;
    }
    throw new RangeError('No zone jumps over two days.');
  }

  #instantsOf(wall: WallMs): readonly number[] {
    // No zone is more than a day off UTC, so the offsets of the days around are all that can hold.
    const offsets = [wall - dayMs, wall + dayMs].map((instant) => this.toWall(instant) - instant);
    return offsets
      .map((offset) => wall - offset)
      .filter((instant) => this.toWall(instant) === wall)
      .sort((a, b) => a - b);
  }
}
