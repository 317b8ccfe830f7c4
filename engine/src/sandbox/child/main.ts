import { encodeFrame, type FramePart, FrameReader } from '../frame.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { FrameHeader, JobHeader, Welcome } from './job.ts';
import { Programs } from './programs.ts';
import { composeRealm } from './realm-source.ts';
import { type Bench, EvaluateJob } from './run-job.ts';
import { runLook } from './run-look.ts';
import { TenantRealms, takeSnapshot } from './tenant-realms.ts';

interface Served {
  readonly realms: TenantRealms;
  readonly programs: Programs;
  readonly limits: EvaluationLimits;
}

const idleMs = 30_000;
/** How long one frame may keep the jobs behind its slow ones waiting. */
const batchMs = 50;
const reader = new FrameReader(1_073_741_824);
let served: Served | undefined;
let idle: NodeJS.Timeout | undefined;

/** Answers come out of isolates as texts outside of this process's own heap, which is too small to be cleared by itself. */
const collectChars = 8_000_000;
let sentChars = 0;

function send(parts: readonly FramePart[]): void {
  // Pipes are written to synchronously here, so an answer is out before the next job begins.
  process.stdout.write(encodeFrame(parts));
  for (const part of parts) sentChars += part.length;
  if (sentChars < collectChars) return;
  sentChars = 0;
  globalThis.gc?.();
}

/** The frames come from the engine itself, so their shape is taken as written. */
function accept([head, ...parts]: readonly Buffer[]): void {
  if (head === undefined) return;
  const header = JSON.parse(head.toString('utf8'));
  if (served === undefined) served = begin(header, parts);
  else
    runAll(
      header,
      parts.map((part) => part.toString('utf8')),
      served,
    );
}

function begin({ limits, compiler, parts: kind }: Welcome, [first, second, third]: readonly Buffer[]): Served {
  const snapshot =
    kind === 'snapshot'
      ? Uint8Array.from(first ?? [])
      : takeSnapshot(
          composeRealm({ jsonata: String(first), exactJson: String(second), jsonLogic: String(third) }, limits),
        );
  const begun = { realms: new TenantRealms(snapshot, limits), programs: new Programs(compiler), limits };
  send(kind === 'snapshot' ? ['{"ready":true}'] : ['{"ready":true}', snapshot]);
  return begun;
}

function runAll(header: FrameHeader, texts: readonly string[], { realms, programs, limits }: Served): void {
  clearTimeout(idle);
  if (header.forget) programs.forgetAll();
  let from = programs.take(header.programs, texts);
  const started = performance.now();
  const bench: Bench = {
    realms,
    programs,
    limits,
    isLate: () => performance.now() - started > batchMs,
    reply: (reply, body) => send([JSON.stringify(reply), body]),
  };
  for (const job of header.jobs) {
    const count = job.kind === 'evaluate' ? 2 : 0;
    runOne(job, texts.slice(from, from + count), bench);
    from += count;
  }
  // What many isolates leave behind stays with the process: a quiet child ends, and a fresh, small one takes its place.
  idle = setTimeout(() => process.exit(0), idleMs);
}

function runOne(job: JobHeader, parts: readonly string[], bench: Bench): void {
  if (job.kind === 'evaluate') new EvaluateJob(job, parts, bench).run();
  else if (bench.isLate()) bench.reply({ id: job.id, kinds: '', lengths: [], later: true }, '');
  else runLook(job, bench);
}

process.stdin.on('data', (chunk: Buffer) => {
  for (const frame of reader.push(chunk)) accept(frame);
});
// The engine is gone or wants this child to end: there is nothing to put away.
process.stdin.on('end', () => process.exit(0));
