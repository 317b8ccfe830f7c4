import type { Failure, Reply } from './child/job.ts';
import type { FramePart } from './frame.ts';
import type { PoolAnswer, PoolJob } from './pool-job.ts';
import { type ChildSetup, SandboxChild } from './sandbox-child.ts';

export interface SlotOptions {
  readonly setup: ChildSetup;
  readonly welcome: Greeting;
  readonly processBytes: number;
  readonly graceMs: number;
}

/** What a child is sent first. */
export interface Greeting {
  compose(): readonly FramePart[];
  /** What the child answered, before it saw any job: the next child starts faster with it. */
  learn(parts: readonly Buffer[]): void;
}

export interface SlotListener {
  /** The slot can take jobs. */
  free(): void;
  /** The job goes back into the line: those before it in its frame took long, `hadTurn` its own tenant's among them. */
  later(job: PoolJob, hadTurn: boolean): void;
  /** The child is gone; these jobs deserve another try. `useful` is false when it never got any. */
  died(again: readonly PoolJob[], useful: boolean): void;
}

const startLimitMs = 10_000;

/** One child and the jobs it has been given, which it answers in their order. */
export class ChildSlot {
  readonly #options: SlotOptions;
  readonly #listener: SlotListener;
  readonly #child: SandboxChild;
  #ready = false;
  /** It got work or was sent away; a child that dies without either must not be replaced at once. */
  #wasUseful = false;
  #retired = false;
  #jobs: PoolJob[] = [];
  /** Tenants that had a turn in the frame at work. */
  readonly #served = new Set<string>();
  #killedFor: Failure['kind'] | undefined;
  #deadline: number;
  #peakBytes = 0;
  readonly #ended = Promise.withResolvers<void>();

  constructor(options: SlotOptions, listener: SlotListener) {
    this.#options = options;
    this.#listener = listener;
    this.#deadline = performance.now() + startLimitMs;
    this.#child = new SandboxChild(options.setup, {
      frame: (parts) => this.#receive(parts),
      ended: () => this.#end(),
    });
    this.#child.send(options.welcome.compose());
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get isFree(): boolean {
    return this.#ready && !this.#retired && this.#jobs.length === 0;
  }

  get isStarting(): boolean {
    return !this.#ready;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Largest resident memory seen while it worked. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  give(jobs: readonly PoolJob[]): void {
    this.#wasUseful = true;
    this.#jobs = [...jobs];
    this.#served.clear();
    this.#child.send([JSON.stringify(jobs.map(({ header }) => header)), ...jobs.flatMap(({ parts }) => parts)]);
    this.#begin();
  }

  /** Called again and again: the wall clock and the memory limit that the child cannot talk itself out of. */
  watch(now: number): void {
    const busy = !this.#ready || this.#jobs.length > 0;
    if (!busy) return;
    const rssBytes = this.#child.rssBytes() ?? 0;
    this.#peakBytes = Math.max(this.#peakBytes, rssBytes);
    if (now > this.#deadline) this.#kill('timeout');
    else if (rssBytes > this.#options.processBytes) this.#kill('memory');
  }

  stop(): void {
    this.#wasUseful = true;
    this.#retired = true;
    this.#child.kill();
  }

  #kill(reason: Failure['kind']): void {
    this.#killedFor = reason;
    this.#child.kill();
  }

  #begin(): void {
    const next = this.#jobs[0];
    if (next !== undefined) this.#deadline = performance.now() + next.header.timeoutMs + this.#options.graceMs;
  }

  #receive(parts: readonly Buffer[]): void {
    if (this.#ready) this.#settle(parts);
    else this.#welcome(parts);
  }

  #welcome([, snapshot]: readonly Buffer[]): void {
    this.#ready = true;
    if (snapshot !== undefined) this.#options.welcome.learn([snapshot]);
    this.#listener.free();
  }

  #settle(parts: readonly Buffer[]): void {
    const reply = parseReply(parts);
    const job = this.#jobs.shift();
    // Answers come in order; anything else is not from our program.
    if (reply === undefined || job === undefined || reply.id !== job.header.id) {
      if (job !== undefined) this.#jobs.unshift(job);
      this.#child.kill();
      return;
    }
    if (reply.answer === 'later') this.#listener.later(job, this.#served.has(job.tenantId));
    else {
      this.#served.add(job.tenantId);
      job.finish(reply.answer);
    }
    this.#begin();
    if (this.#jobs.length === 0) this.#rest();
  }

  #rest(): void {
    const rssBytes = this.#child.rssBytes() ?? 0;
    // What earlier jobs left behind must not be held against the next one.
    if (rssBytes > this.#options.processBytes * 0.6) this.stop();
    else this.#listener.free();
  }

  #end(): void {
    const [running, ...others] = this.#jobs;
    this.#jobs = [];
    const timedOut = this.#killedFor === 'timeout';
    // Only the running one can be guilty. A time-out proves it; any other death is tried again, one job at a time.
    const proven = running !== undefined && (timedOut || running.suspected);
    if (proven) running.fail({ kind: this.#killedFor ?? 'memory' });
    const again = proven || running === undefined ? others : [running, ...others];
    if (!timedOut) for (const job of again) job.suspected = true;
    this.#listener.died(again, this.#wasUseful);
    this.#ended.resolve();
  }
}

function parseReply([head, text]: readonly Buffer[]): { id: number; answer: PoolAnswer | 'later' } | undefined {
  if (head === undefined) return undefined;
  const reply: Reply = JSON.parse(head.toString('utf8'));
  if (reply.outcome === 'failure') return { id: reply.id, answer: { outcome: 'failure', failure: reply.failure } };
  if (reply.outcome === 'later') return { id: reply.id, answer: 'later' };
  if (reply.outcome === 'nothing') return { id: reply.id, answer: { outcome: 'nothing' } };
  if (text === undefined) return undefined;
  return { id: reply.id, answer: { outcome: 'value', text: text.toString('utf8') } };
}
