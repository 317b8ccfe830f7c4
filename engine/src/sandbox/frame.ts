/**
 * Frames between the engine and its children: a count, the length of each part, then the parts. The first part is a
 * JSON header; the others are texts or bytes as they are, so that a payload is never escaped into another text.
 */
export type FramePart =
  | string
  | Uint8Array
  /** Texts that follow each other without a seam. */
  | readonly string[];

const wordBytes = 4;
const maxParts = 4_096;

function measure(part: FramePart): number {
  if (typeof part === 'string') return Buffer.byteLength(part, 'utf8');
  if (part instanceof Uint8Array) return part.length;
  let sizeBytes = 0;
  for (const text of part) sizeBytes += Buffer.byteLength(text, 'utf8');
  return sizeBytes;
}

function write(part: FramePart, frame: Buffer, at: number): number {
  if (typeof part === 'string') return at + frame.write(part, at, 'utf8');
  if (part instanceof Uint8Array) {
    frame.set(part, at);
    return at + part.length;
  }
  let end = at;
  for (const text of part) end += frame.write(text, end, 'utf8');
  return end;
}

/** Written straight into one buffer: payloads are most of what the engine moves. */
export function encodeFrame(parts: readonly FramePart[]): Buffer {
  const sizes = parts.map(measure);
  const headBytes = wordBytes * (parts.length + 1);
  const frame = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, headBytes));
  frame.writeUInt32LE(parts.length, 0);
  sizes.forEach((size, index) => {
    frame.writeUInt32LE(size, wordBytes * (index + 1));
  });
  let at = headBytes;
  for (const part of parts) at = write(part, frame, at);
  return frame;
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
