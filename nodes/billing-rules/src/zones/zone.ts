import { Fault } from '@invoicepatch/sdk';
import { type Day, toNumber } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import { zoneTable } from './zone-table.generated.ts';

/** From a minute on (since 1970, UTC), so many minutes east of UTC. */
interface Change {
  readonly from: number;
  readonly offset: number;
}

/** The zone in which most of a province lives. A site elsewhere in it names its own. */
const zoneByProvince: Readonly<Record<Province, string>> = {
  AB: 'America/Edmonton',
  BC: 'America/Vancouver',
  MB: 'America/Winnipeg',
  NB: 'America/Moncton',
  NL: 'America/St_Johns',
  NS: 'America/Halifax',
  NT: 'America/Yellowknife',
  NU: 'America/Iqaluit',
  ON: 'America/Toronto',
  PE: 'America/Halifax',
  QC: 'America/Montreal',
  SK: 'America/Regina',
  YT: 'America/Whitehorse',
};

export function zoneOf(province: Province): string {
  return zoneByProvince[province];
}

function unpack(text: string): readonly Change[] {
  let from = 0;
  return text.split(' ').map((each) => {
    const [delta = 0, offset = 0] = each.split(':').map(Number);
    from += delta;
    return { from, offset };
  });
}

/** Unpacked once: a check of many entries asks for the same zone again and again. */
const unpacked = new Map<string, readonly Change[]>();

function changesOf(zone: string): readonly Change[] {
  const packed = Object.hasOwn(zoneTable, zone) ? zoneTable[zone] : undefined;
  if (packed !== undefined) {
    const changes = unpacked.get(zone) ?? unpack(packed);
    unpacked.set(zone, changes);
    return changes;
  }
  throw new Fault(
    'invalid',
    'billing.unknown-zone',
    `${JSON.stringify(zone)} is no time zone of Canada or its neighbours. Write one like America/Toronto.`,
  );
}

export function isZone(zone: string): boolean {
  return Object.hasOwn(zoneTable, zone);
}

/** How many minutes east of UTC the clocks of a zone are at a minute since 1970. */
export function offsetAt(zone: string, epochMinute: number): number {
  const changes = changesOf(zone);
  const found = changes.findLast(({ from }) => from <= epochMinute) ?? changes[0];
  return found?.offset ?? 0;
}

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes after midnight of a time on the clock, `07:30`. */
export function minutesOf(time: string): number {
  const [, hours, minutes] = clock.exec(time) ?? [];
  if (hours === undefined) {
    throw new Fault('invalid', 'billing.bad-time', `${JSON.stringify(time)} is no time of day. Write it like 07:30.`);
  }
  return Number(hours) * 60 + Number(minutes);
}

/** Which of the two is meant when the clocks go back and a time comes twice. */
export type Fold = 'first' | 'second';

/** A local time as minutes since 1970, UTC. A time that the clocks skip is read as if they had not yet gone forward. */
export function toEpochMinute(local: { readonly day: Day; readonly minute: number }, zone: string, fold: Fold): number {
  const wall = toNumber(local.day) * 1_440 + local.minute;
  const changes = changesOf(zone);
  const offsets = [...new Set([offsetAt(zone, wall - 1_440), offsetAt(zone, wall + 1_440)])];
  const fits = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(zone, at) === wall);
  fits.sort((left, right) => left - right);
  const [early] = fits;
  if (early === undefined) return wall - (offsets[0] ?? changes[0]?.offset ?? 0);
  return fold === 'first' ? early : (fits.at(-1) ?? early);
}
