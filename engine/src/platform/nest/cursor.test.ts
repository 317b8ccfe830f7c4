import { z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { cursorTime, parseCursor, toCursor } from './cursor.ts';

const place = z.strictObject({ at: cursorTime });

test.each(['2026-11-02 12:00:00.123456+00', '2026-11-02 12:00:00-05', '2024-02-29 23:59:59.1+05:30'])(
  'a time as Postgres writes it comes back as it was: %s',
  (at) => {
    expect(parseCursor(place, toCursor({ at }))).toEqual({ at });
  },
);

test.each(['yesterday', '2026-02-31 12:00:00+00', '2026-11-02 25:00:00+00', 'infinity', ''])(
  'a made-up time never gets to the database: %p',
  (at) => {
    expect(() => parseCursor(place, toCursor({ at }))).toThrow(expect.objectContaining({ code: 'request.bad-cursor' }));
  },
);
