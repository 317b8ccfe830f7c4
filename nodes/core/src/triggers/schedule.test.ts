import { expect, test } from '@jest/globals';
import { schedule } from './schedule.ts';

test('takes five fields and a named time zone', () => {
  expect(schedule.config.parse({ cron: '0 6 * * 1-5', timeZone: 'America/Toronto' }).missed).toBe('run-once');
});

test.each([
  ['* * * * * *', 'America/Toronto', 'five fields'],
  ['0 6 * *', 'America/Toronto', 'five fields'],
  ['0 6 * * *', 'Toronto', 'America/Toronto'],
  ['0 6 * * *', '+05:00', 'America/Toronto'],
])('refuses %s in %s', (cron, timeZone, reason) => {
  const parsed = schedule.config.safeParse({ cron, timeZone });

  expect(parsed.error?.issues[0]?.message).toContain(reason);
});
