import { deflateRawSync, inflateRawSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Fault } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from '../../execution/fact.ts';

/** How a text is kept, in its first byte. */
const form = { plain: 0, deflated: 1, zstd: 2 } as const;

/** Below this nothing is won. */
const worthDeflating = 160;
/** From here on zstd is quicker; below, setting it up costs more than the work. */
const worthZstd = 16_384;

/** A text, packed when that makes it smaller. */
export function pack(text: string): Buffer {
  const plain = Buffer.from(text, 'utf8');
  if (plain.length >= worthDeflating) {
    const isLarge = plain.length >= worthZstd;
    const packed = isLarge ? zstdCompressSync(plain) : deflateRawSync(plain, { level: 1 });
    if (packed.length < plain.length) return withForm(isLarge ? form.zstd : form.deflated, packed);
  }
  return withForm(form.plain, plain);
}

function withForm(kind: number, bytes: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(bytes.length + 1);
  whole[0] = kind;
  bytes.copy(whole, 1);
  return whole;
}

export function unpack(bytes: Buffer): string {
  const rest = bytes.subarray(1);
  switch (bytes[0]) {
    case form.plain:
      return rest.toString('utf8');
    case form.deflated:
      return inflateRawSync(rest).toString('utf8');
    case form.zstd:
      return zstdDecompressSync(rest).toString('utf8');
    default:
      throw new Fault('bug', 'engine.unexpected', 'A stored text is packed in a way that this engine does not know.');
  }
}

export interface TimedFact {
  readonly step: string;
  readonly fact: Fact;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** The facts of one write. Batches stand one behind the other: how packed, length of what follows (four bytes), JSON. */
export function packFacts(facts: readonly TimedFact[]): Buffer {
  if (facts.length === 0) return Buffer.alloc(0);
  const packed = pack(JSON.stringify(facts.map(({ step, atMs, fact }) => ({ step, at: atMs, fact }))));
  const whole = Buffer.allocUnsafe(packed.length + 4);
  whole[0] = packed[0] ?? form.plain;
  whole.writeUInt32BE(packed.length - 1, 1);
  packed.copy(whole, 5, 1);
  return whole;
}

interface StoredFact {
  readonly step: string;
  readonly at: number;
  readonly fact: Fact;
}

/** Numbered from one, in the order of writing. */
export function unpackFacts(parts: readonly Buffer[]): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const end = at + 5 + part.readUInt32BE(at + 1);
      const batch = Buffer.concat([part.subarray(at, at + 1), part.subarray(at + 5, end)]);
      // Written by this engine only, in this shape.
      for (const { step, at: atMs, fact } of JSON.parse(unpack(batch)) as StoredFact[])
        entries.push({ seq: entries.length + 1, step, atMs, fact });
      at = end;
    }
  }
  return entries;
}
