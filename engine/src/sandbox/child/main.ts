import { encodeFrame, type FramePart, FrameReader } from '../frame.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { JobHeader, Reply, Welcome } from './job.ts';
import { composeRealm } from './realm-source.ts';
import { type Outcome, runJob } from './run-job.ts';
import { TenantRealms, takeSnapshot } from './tenant-realms.ts';

const idleMs = 30_000;
/** How long one frame may keep the jobs behind its slow ones waiting. */
const batchMs = 50;
const reader = new FrameReader(1_073_741_824);
let served: { readonly realms: TenantRealms; readonly limits: EvaluationLimits } | undefined;
let idle: NodeJS.Timeout | undefined;

function send(parts: readonly FramePart[]): void {
  // Pipes are written to synchronously here, so an answer is out before the next job begins.
  process.stdout.write(encodeFrame(parts));
}

function reply(id: number, outcome: Outcome): void {
  const answer: Reply =
    outcome.kind === 'failure' ? { id, outcome: 'failure', failure: outcome.failure } : { id, outcome: outcome.kind };
  send(outcome.kind === 'value' ? [JSON.stringify(answer), outcome.text] : [JSON.stringify(answer)]);
}

/** The frames come from the engine itself, so their shape is taken as written. */
function accept([head, ...parts]: readonly Buffer[]): void {
  if (head === undefined) return;
  const header = JSON.parse(head.toString('utf8'));
  if (served === undefined) begin(header, parts);
  else
    runAll(
      header,
      parts.map((part) => part.toString('utf8')),
    );
}

function begin({ limits, parts: kind }: Welcome, [first, second]: readonly Buffer[]): void {
  const snapshot =
    kind === 'snapshot'
      ? Uint8Array.from(first ?? [])
      : takeSnapshot(composeRealm({ jsonata: String(first), jsonLogic: String(second) }, limits));
  served = { realms: new TenantRealms(snapshot, limits), limits };
  send(kind === 'snapshot' ? ['{"ready":true}'] : ['{"ready":true}', snapshot]);
}

function runAll(jobs: readonly JobHeader[], texts: readonly string[]): void {
  if (served === undefined) return;
  const started = performance.now();
  let from = 0;
  for (const header of jobs) {
    const count = header.kind === 'evaluate' ? 2 + header.names.length : 1;
    const parts = texts.slice(from, from + count);
    from += count;
    const isLate = performance.now() - started > batchMs;
    reply(header.id, isLate ? { kind: 'later' } : runJob(served.realms, { header, parts }, served.limits));
  }
  clearTimeout(idle);
  // What many isolates leave behind stays with the process: a quiet child ends, and a fresh, small one takes its place.
  idle = setTimeout(() => process.exit(0), idleMs);
}

process.stdin.on('data', (chunk: Buffer) => {
  for (const frame of reader.push(chunk)) accept(frame);
});
// The engine is gone or wants this child to end: there is nothing to put away.
process.stdin.on('end', () => process.exit(0));
