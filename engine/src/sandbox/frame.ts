/**
 * Frames between the engine and its children: a count, the length of each part, then the parts. The first part is a
 * JSON header; the others are texts or bytes as they are, so that a payload is never escaped into another text.
 */
export type FramePart = string | Uint8Array;

const wordBytes = 4;
const maxParts = 4_096;

export function encodeFrame(parts: readonly FramePart[]): Buffer {
  const bodies = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
  const lengths = Buffer.alloc(wordBytes * (bodies.length + 1));
  lengths.writeUInt32LE(bodies.length, 0);
  bodies.forEach((body, index) => {
    lengths.writeUInt32LE(body.length, wordBytes * (index + 1));
  });
  return Buffer.concat([lengths, ...bodies]);
}

/** Puts frames together again from the chunks of a pipe. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #needed = wordBytes;
  readonly #limitBytes: number;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The frames that this chunk completes. Throws when the other side breaks the format or the limit. */
  push(chunk: Uint8Array): Buffer[][] {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#size += chunk.byteLength;
    const frames: Buffer[][] = [];
    while (this.#size >= this.#needed) {
      const frame = this.#take();
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  }

  /** The next whole frame, or `undefined` once it is known how many more bytes are needed. */
  #take(): Buffer[] | undefined {
    const data = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    if (data === undefined) return undefined;
    this.#chunks = [data];
    const headBytes = this.#headBytes(data);
    if (data.length < headBytes) return this.#wait(headBytes);
    const lengths = Array.from({ length: headBytes / wordBytes - 1 }, (_, at) =>
      data.readUInt32LE(wordBytes * (at + 1)),
    );
    const total = lengths.reduce((sum, length) => sum + length, headBytes);
    if (total > this.#limitBytes) throw new RangeError(`A frame of ${total} bytes is over the limit.`);
    if (data.length < total) return this.#wait(total);
    this.#keep(data.subarray(total));
    let from = headBytes;
    return lengths.map((length) => {
      from += length;
      return data.subarray(from - length, from);
    });
  }

  #headBytes(data: Buffer): number {
    const count = data.readUInt32LE(0);
    if (count === 0 || count > maxParts) throw new RangeError(`A frame of ${count} parts is not possible.`);
    return wordBytes * (count + 1);
  }

  #wait(bytes: number): undefined {
    this.#needed = bytes;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#needed = wordBytes;
  }
}
