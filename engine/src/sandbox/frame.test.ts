import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeFrame, FrameReader } from './frame.ts';

test('frames come out as they went in, however the pipe cuts them', () => {
  const frames = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), { maxLength: 5 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (sent, chunkBytes) => {
      const bytes = Buffer.concat(sent.map((parts) => encodeFrame(parts)));
      const reader = new FrameReader(1_000_000);
      const received: string[][] = [];
      for (let from = 0; from < bytes.length; from += chunkBytes) {
        for (const frame of reader.push(bytes.subarray(from, from + chunkBytes))) received.push(frame.map(String));
      }

      expect(received).toEqual(sent);
    }),
  );
});

test.each([
  ['more bytes than allowed', encodeFrame(['x'.repeat(200)])],
  ['no part at all', Buffer.alloc(8)],
  ['millions of parts', Buffer.from('ffffff7f', 'hex')],
])('a frame of %s is refused', (_name, bytes) => {
  expect(() => new FrameReader(100).push(bytes)).toThrow(RangeError);
});
