import { Fault } from '@invoicepatch/sdk';
import { addDays, type Day } from '../calendar/day.ts';
import { type Fold, minutesOf, toEpochMinute } from '../zones/zone.ts';

/** A span of work as the clock on the wall showed it. It belongs to the day on which it starts. */
export interface WorkedSpan {
  readonly day: Day;
  /** `07:00` */
  readonly start: string;
  /** `15:30`; not after the start means the next day. */
  readonly end: string;
  /** Minutes not worked. */
  readonly breakMinutes?: number;
  /** IANA name, such as `America/Toronto`. */
  readonly zone: string;
  /** Which one a start means that comes twice because the clocks go back. */
  readonly startFold?: Fold;
}

export interface Instants {
  /** Minutes since 1970, UTC. */
  readonly from: number;
  readonly to: number;
}

/** Start and end in UTC: the local difference is wrong on the two days when clocks change. */
export function toInstants({ day, start, end, zone, startFold = 'first' }: WorkedSpan): Instants {
  const [first, last] = [minutesOf(start), minutesOf(end)];
  if (first === last) {
    throw new Fault('invalid', 'billing.empty-span', `The work starts and ends at ${start}. Correct one of the two.`);
  }
  const lastDay = last < first ? addDays(day, 1) : day;
  const from = toEpochMinute({ day, minute: first }, zone, startFold);
  const to = toEpochMinute(
    { day: lastDay, minute: last },
    zone,
    last < first || startFold === 'first' ? 'first' : 'second',
  );
  return { from, to: to > from ? to : toEpochMinute({ day: lastDay, minute: last }, zone, 'second') };
}

/** Minutes worked: elapsed in UTC, less the break. */
export function workedMinutes(span: WorkedSpan): number {
  const { from, to } = toInstants(span);
  const worked = to - from - (span.breakMinutes ?? 0);
  if (worked >= 0) return worked;
  throw new Fault(
    'invalid',
    'billing.break-too-long',
    `The break of ${span.breakMinutes} minutes is longer than the ${to - from} minutes between ${span.start} and ${span.end}.`,
  );
}
