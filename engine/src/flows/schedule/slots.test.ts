import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Cron, parseCron } from './cron.ts';
import { LocalTime } from './local-time.ts';
import { latestSlots, nextSlot } from './slots.ts';

function cron(text: string): Cron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.cron;
}

function slotsBetween(text: string, timeZone: string, [from, to]: readonly [string, string]): string[] {
  const found: string[] = [];
  const schedule = { cron: cron(text), timeZone };
  for (
    let at = nextSlot(schedule, Date.parse(from));
    at !== undefined && at <= Date.parse(to);
    at = nextSlot(schedule, at)
  ) {
    found.push(new Date(at).toISOString());
  }
  return found;
}

test('finds weekdays at six in Toronto', () => {
  expect(slotsBetween('0 6 * * 1-5', 'America/Toronto', ['2026-11-05T00:00Z', '2026-11-09T23:00Z'])).toEqual([
    '2026-11-05T11:00:00.000Z',
    '2026-11-06T11:00:00.000Z',
    '2026-11-09T11:00:00.000Z',
  ]);
});

test('a time that clocks jump over is due at the next minute that exists', () => {
  expect(slotsBetween('30 2 * * *', 'America/Toronto', ['2026-03-07T12:00Z', '2026-03-09T12:00Z'])).toEqual([
    '2026-03-08T07:00:00.000Z',
    '2026-03-09T06:30:00.000Z',
  ]);
  expect(slotsBetween('*/20 2,3 * * *', 'America/Toronto', ['2026-03-08T05:00Z', '2026-03-08T07:30Z'])).toEqual([
    '2026-03-08T07:00:00.000Z',
    '2026-03-08T07:20:00.000Z',
  ]);
});

test('a time that clocks show twice is due once, the first time', () => {
  expect(slotsBetween('30 1 * * *', 'America/Toronto', ['2026-10-31T12:00Z', '2026-11-02T12:00Z'])).toEqual([
    '2026-11-01T05:30:00.000Z',
    '2026-11-02T06:30:00.000Z',
  ]);
});

test('knows that Vancouver changes its clocks no more', () => {
  expect(slotsBetween('0 6 * * *', 'America/Vancouver', ['2026-11-30T20:00Z', '2026-12-01T20:00Z'])).toEqual([
    '2026-12-01T13:00:00.000Z',
  ]);
});

test('knows half hours, and a zone that changes at midnight', () => {
  expect(slotsBetween('0 6 * * *', 'America/St_Johns', ['2026-12-01T00:00Z', '2026-12-01T20:00Z'])).toEqual([
    '2026-12-01T09:30:00.000Z',
  ]);
  expect(slotsBetween('0 0 * * *', 'America/Santiago', ['2026-09-05T12:00Z', '2026-09-06T12:00Z'])).toEqual([
    '2026-09-06T04:00:00.000Z',
  ]);
});

test('the last day of each month', () => {
  expect(slotsBetween('0 0 L * *', 'UTC', ['2028-01-01T00:00Z', '2028-04-01T00:00Z'])).toEqual([
    '2028-01-31T00:00:00.000Z',
    '2028-02-29T00:00:00.000Z',
    '2028-03-31T00:00:00.000Z',
  ]);
});

test('two restricted day fields: either is enough', () => {
  expect(slotsBetween('0 0 13 * 5', 'UTC', ['2026-11-06T12:00Z', '2026-11-20T12:00Z'])).toEqual([
    '2026-11-13T00:00:00.000Z',
    '2026-11-20T00:00:00.000Z',
  ]);
});

test('29 February is found years ahead', () => {
  const slot = nextSlot({ cron: cron('0 0 29 2 *'), timeZone: 'UTC' }, Date.parse('2026-03-01T00:00Z'));

  expect(slot).toBe(Date.parse('2028-02-29T00:00Z'));
});

test.each([
  ['* * * * * *', 'five fields'],
  ['61 * * * *', 'the minute can\'t be "61"'],
  ['0 24 * * *', 'the hour can\'t be "24"'],
  ['0 0 31 2 *', '"31"'],
  ['0 0 15W * *', 'not supported'],
  ['0 0 * * 1#2', 'not supported'],
  ['', 'five fields'],
])('says what is wrong with %s', (text, problem) => {
  const parsed = parseCron(text);

  expect(parsed.ok ? '' : parsed.problem).toContain(problem);
});

test('of the slots that were missed, the latest counts', () => {
  const schedule = { cron: cron('0 6 * * *'), timeZone: 'UTC' };
  const [from, to] = [Date.parse('2026-01-01T06:00Z'), Date.parse('2026-11-02T05:59Z')];

  const latest = (afterMs: number, untilMs: number, of = schedule) => latestSlots(of, { afterMs, untilMs, most: 1 });

  expect(latest(from, to)).toEqual({ slots: [Date.parse('2026-11-01T06:00Z')], more: true });
  expect(latest(from, from)).toEqual({ slots: [], more: false });
  expect(latest(Date.parse('2026-01-01'), Date.parse('2031-01-01'), { ...schedule, cron: cron('0 0 29 2 *') })).toEqual(
    { slots: [Date.parse('2028-02-29T00:00Z')], more: false },
  );
});

test('the next slot is later, on the wall where the cron says unless clocks jumped, and nothing lies between', () => {
  const zones = fc.constantFrom(
    'America/Toronto',
    'America/St_Johns',
    'America/Vancouver',
    'Australia/Lord_Howe',
    'UTC',
  );
  const minutes = fc.constantFrom('0', '*/15', '7,37');
  const hours = fc.constantFrom('*', '1-3', '6');
  const instants = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') });
  fc.assert(
    fc.property(zones, minutes, hours, instants, (timeZone, minute, hour, after) => {
      const parsed = cron(`${minute} ${hour} * * *`);
      const slot = nextSlot({ cron: parsed, timeZone }, after) ?? Number.NaN;
      const local = new LocalTime(timeZone);
      const wall = new Date(local.toWall(slot));

      expect(slot).toBeGreaterThan(after);
      expect(nextSlot({ cron: parsed, timeZone }, slot - 1)).toBe(slot);
      const jumped = local.toWall(slot) - local.toWall(slot - 60_000) > 60_000;
      const named = parsed.minutes.includes(wall.getUTCMinutes()) && parsed.hours.includes(wall.getUTCHours());
      expect(jumped || named).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['America/Toronto', '2026-03-07', '2026-03-10'],
  ['America/Toronto', '2026-10-31', '2026-11-03'],
  ['Australia/Lord_Howe', '2026-04-04', '2026-04-06'],
])('the latest slots are the last ones of those that come one after the other, in %s from %s', (timeZone, from, to) => {
  const schedule = { cron: cron('*/20 1-3 * * *'), timeZone };
  const [afterMs, untilMs] = [Date.parse(from), Date.parse(to)];
  const all = slotsBetween('*/20 1-3 * * *', timeZone, [from, to]).map((slot) => Date.parse(slot));

  for (const most of [1, 5, all.length, all.length + 5])
    expect(latestSlots(schedule, { afterMs, untilMs, most })).toEqual({
      slots: all.slice(-most),
      more: all.length > most,
    });
});
