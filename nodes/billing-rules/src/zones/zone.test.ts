import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { packZones } from '../../zone-data/pack-zones.mjs';
import { provinces } from '../calendar/province.ts';
import { isZone, offsetAt, zoneOf } from './zone.ts';

const minuteOf = (text: string) => Date.parse(text) / 60_000;

test('the shipped table is what the installed zone data says; after an update run write-zones.mjs', () => {
  const shipped = readFileSync(new URL('./zone-table.generated.ts', import.meta.url), 'utf8');

  expect(shipped).toBe(packZones());
});

test.each([
  ['America/Vancouver', '2026-01-15T12:00Z', -8],
  ['America/Vancouver', '2026-07-15T12:00Z', -7],
  ['America/Vancouver', '2026-11-02T12:00Z', -7],
  ['America/Vancouver', '2027-01-15T12:00Z', -7],
  ['America/Toronto', '2027-01-15T12:00Z', -5],
  ['America/Toronto', '2027-07-15T12:00Z', -4],
  ['America/Regina', '2026-07-15T12:00Z', -6],
  ['America/Whitehorse', '2026-01-15T12:00Z', -7],
  ['America/St_Johns', '2026-01-15T12:00Z', -3.5],
])('in %s at %s the clocks are %d hours from UTC', (zone, at, hours) => {
  expect(offsetAt(zone, minuteOf(at))).toBe(hours * 60);
});

test('every province has a zone that is shipped', () => {
  expect(provinces.map(zoneOf).filter((zone) => !isZone(zone))).toEqual([]);
});
