import { expect, test } from '@jest/globals';
import { approval } from './approval.ts';
import { addDays, readTime, toInstant } from './local-time.ts';
import { runFlow } from './run-flow.ts';
import { wait } from './wait.ts';
import { waitForCallback } from './wait-for-callback.ts';

const hourMs = 3_600_000;
const facts = { input: { total: '10.00' }, incoming: { id: 1 }, now: 0, atMs: 1_000 };

function settingsOf(config: object) {
  return approval.config.parse({ question: 'Post it?', ...config });
}

test('an approval asks until there is an answer, and then passes on what came in', () => {
  const config = settingsOf({});
  const answer = { port: 'rejected', by: 'u1', note: 'no', at: 5 };

  expect(approval.decide({ ...facts, config })).toMatchObject({
    kind: 'ask',
    question: 'Post it?',
    details: { total: '10.00' },
  });
  expect(approval.decide({ ...facts, config, answer })).toEqual({ kind: 'go', port: 'rejected', output: { id: 1 } });
});

test('an approval by two of three is rejected by two when nobody has a veto', () => {
  const config = settingsOf({ approvers: ['a@x.ca', 'b@x.ca', 'c@x.ca'], needed: 2, veto: false });

  expect(approval.decide({ ...facts, config })).toMatchObject({
    poll: {
      people: ['a@x.ca', 'b@x.ca', 'c@x.ca'],
      choices: [
        { port: 'approved', needed: 2 },
        { port: 'rejected', needed: 2 },
      ],
    },
  });
});

test('an approval counts its terms from when it was asked', () => {
  const config = settingsOf({ remindAfterHours: 1, expiresAfterHours: 2 });

  expect(approval.decide({ ...facts, config })).toMatchObject({
    poll: { remindEveryMs: hourMs, expiresAtMs: 1_000 + 2 * hourMs },
  });
  expect(approval.decide({ ...facts, config, expired: true })).toMatchObject({ port: 'expired' });
});

test('a wait of days keeps the time of day when the clocks change', () => {
  const before = Date.parse('2026-10-31T13:00:00Z');
  const config = wait.config.parse({ amount: 1, unit: 'days', timeZone: 'America/Toronto' });

  expect(wait.decide({ ...facts, config, atMs: before })).toEqual({
    kind: 'sleep',
    untilMs: Date.parse('2026-11-01T14:00:00Z'),
  });
  expect(addDays(before, 0, 'America/Toronto')).toBe(before);
});

test('a wait until a time reads it in the zone, unless it names its own offset', () => {
  const config = wait.config.parse({ untilField: 'due', timeZone: 'America/Vancouver' });
  const until = (due: unknown) => wait.decide({ ...facts, config, input: { due: due as string } });

  expect(until('2026-07-01T09:00')).toEqual({ kind: 'sleep', untilMs: Date.parse('2026-07-01T16:00:00Z') });
  expect(until('2026-07-01')).toEqual({ kind: 'sleep', untilMs: Date.parse('2026-07-01T07:00:00Z') });
  expect(until('2026-07-01T09:00:00-04:00')).toEqual({ kind: 'sleep', untilMs: Date.parse('2026-07-01T13:00:00Z') });
  expect(() => until('soon')).toThrow('holds no time');
  expect(() => until('2026-02-30T99:00')).toThrow('holds no time');
  expect(() => until(7)).toThrow('holds no time');
});

test('a time that the clocks jump over is as long after the jump', () => {
  const wall = Date.parse('2026-03-08T02:30:00Z');

  expect(toInstant(wall, 'America/Toronto')).toBe(Date.parse('2026-03-08T07:30:00Z'));
  expect(readTime('2026-11-01T01:30', 'America/Toronto')).toBe(Date.parse('2026-11-01T05:30:00Z'));
});

test('a callback hands on its body, and nothing by another way when its time is over', () => {
  const config = waitForCallback.config.parse({ expiresAfterHours: 1 });

  expect(waitForCallback.decide({ ...facts, config })).toEqual({ kind: 'listen', expiresAtMs: 1_000 + hourMs });
  expect(waitForCallback.decide({ ...facts, config, heard: { body: { paid: true } } })).toEqual({
    kind: 'go',
    port: 'out',
    output: { paid: true },
  });
  expect(waitForCallback.decide({ ...facts, config, expired: true })).toMatchObject({ port: 'expired' });
});

test('a signed callback is refused without a secret, without a signature and with a wrong one', () => {
  const config = waitForCallback.config.parse({ signature: 'hmac-sha256' });
  const rawBody = new TextEncoder().encode('{}');
  const verify = (headers: Record<string, string>, secret: string | undefined) =>
    waitForCallback.verify?.(config, { headers, rawBody, body: {}, secret, now: 0 });
  const right = 'de5cad24a434d9f3b6a3b5a9b8a7fbb4cdb7a1dc3d9f6eb4f0dfb1c1e1b1a0f0';

  expect(verify({ 'x-signature': right }, undefined)).toBe(false);
  expect(verify({}, 'secret')).toBe(false);
  expect(verify({ 'x-signature': right }, 'secret')).toBe(false);
});

test('a called flow is given the input, and its result goes on', () => {
  const config = runFlow.config.parse({ flowId: '00000000-0000-4000-8000-000000000000' });

  expect(runFlow.decide({ ...facts, config })).toMatchObject({ kind: 'call', payload: { total: '10.00' } });
  expect(runFlow.decide({ ...facts, config, returned: { ok: true, output: 7 } })).toEqual({
    kind: 'go',
    port: 'out',
    output: 7,
  });
});
