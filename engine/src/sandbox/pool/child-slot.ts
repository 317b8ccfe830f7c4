import type { Failure, Reply } from '../child/job.ts';
import type { FramePart } from '../frame.ts';
import { type ChildSetup, SandboxChild } from '../sandbox-child.ts';
import type { Batch, PoolAnswer } from './batch.ts';
import { SentPrograms } from './sent-programs.ts';

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
  /** The slot can take batches. */
  free(): void;
  /** The batch goes back into the line: those before it took long, `hadTurn` its own tenant's among them. */
  later(batch: Batch, hadTurn: boolean): void;
  /** The child is gone; these batches deserve another try, the first ones apart. `useful` is false when it never got any. */
  died(ended: Ended, useful: boolean): void;
}

export interface Ended {
  /** What was at work when the child died: one of its records may be guilty. */
  readonly suspected: Batch | undefined;
  readonly others: readonly Batch[];
}

const startLimitMs = 10_000;
/** A child that is through with a frame in this time gets the next one before it asks. */
const quickMs = 25;

/** One child and the batches it has been given, which it answers in their order. */
export class ChildSlot {
  readonly #options: SlotOptions;
  readonly #listener: SlotListener;
  readonly #child: SandboxChild;
  readonly #sent = new SentPrograms();
  #ready = false;
  /** It got work or was sent away; a child that dies without either must not be replaced at once. */
  #wasUseful = false;
  #retired = false;
  #batches: Batch[] = [];
  /** The last batch of each frame at work, and when the frame was next in line. */
  #frames: { readonly last: Batch; begunAt: number }[] = [];
  #isQuick = false;
  /** Tenants that had a turn since the child was last free. */
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
    return this.#ready && !this.#retired && this.#frames.length === 0;
  }

  /** It can be given a frame: it has none, or it will be through with the one it has in no time. */
  get hasRoom(): boolean {
    return this.isFree || (this.#ready && !this.#retired && this.#isQuick && this.#frames.length === 1);
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

  give(batches: readonly Batch[]): void {
    const last = batches.at(-1);
    if (last === undefined) return;
    this.#wasUseful = true;
    if (this.#frames.length === 0) this.#served.clear();
    this.#frames.push({ last, begunAt: performance.now() });
    this.#batches.push(...batches);
    const { forget, programs, parts } = this.#sent.tell(batches.map(({ order }) => order.program));
    const head = JSON.stringify({ forget, programs, jobs: batches.map((batch) => batch.header()) });
    this.#child.send([head, ...parts, ...batches.flatMap((batch) => batch.parts())]);
    if (this.#frames.length === 1) this.#begin();
  }

  /** Called again and again: the wall clock and the memory limit that the child cannot talk itself out of. */
  watch(now: number): void {
    const busy = !this.#ready || this.#batches.length > 0;
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
    const [next] = this.#batches;
    if (next !== undefined) this.#deadline = performance.now() + next.order.timeoutMs + this.#options.graceMs;
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

  #settle([head, body]: readonly Buffer[]): void {
    const reply: Reply | undefined = head === undefined ? undefined : JSON.parse(head.toString('utf8'));
    const [batch] = this.#batches;
    // Answers come in order; anything else is not from our program.
    if (reply === undefined || body === undefined || batch === undefined || reply.id !== batch.id) {
      this.#child.kill();
      return;
    }
    for (const answer of readAnswers(reply, body)) batch.settleNext(answer);
    if (reply.kinds !== '') this.#served.add(batch.tenantId);
    if (reply.later === true || batch.size === 0) this.#shift(batch, reply.later === true);
    this.#begin();
    if (this.#frames.length === 0) this.#rest();
    else if (this.hasRoom) this.#listener.free();
  }

  #shift(batch: Batch, isLater: boolean): void {
    this.#batches.shift();
    const [frame, next] = this.#frames;
    if (frame?.last === batch) {
      const now = performance.now();
      this.#frames.shift();
      this.#isQuick = now - frame.begunAt < quickMs;
      if (next !== undefined) next.begunAt = now;
    }
    if (isLater) this.#listener.later(batch, this.#served.has(batch.tenantId));
  }

  #rest(): void {
    const rssBytes = this.#child.rssBytes() ?? 0;
    // What earlier jobs left behind must not be held against the next one.
    if (rssBytes > this.#options.processBytes * 0.9) this.stop();
    else this.#listener.free();
  }

  #end(): void {
    const [running, ...others] = this.#batches;
    this.#batches = [];
    this.#frames = [];
    // A record that was alone is guilty when it ran out of time, and when it took a child with it a second time.
    const isProven = running?.size === 1 && (this.#killedFor === 'timeout' || running.suspected);
    if (isProven) running.settleNext({ outcome: 'failure', failure: { kind: this.#killedFor ?? 'memory' } });
    this.#listener.died({ suspected: isProven ? undefined : running, others }, this.#wasUseful);
    this.#ended.resolve();
  }
}

function readAnswers({ kinds, lengths }: Reply, body: Buffer): PoolAnswer[] {
  const cut = cutter(body);
  return lengths.map((length, at) => {
    const text = cut(length);
    const kind = kinds.charAt(at);
    if (kind === 'n') return { outcome: 'nothing' };
    return kind === 'f' ? { outcome: 'failure', failure: JSON.parse(text) } : { outcome: 'value', text };
  });
}

/** Takes one text after another. Plain ones are copied, so that a small result does not keep its neighbours in memory. */
function cutter(body: Buffer): (length: number) => string {
  let at = 0;
  const whole = body.toString('utf8');
  if (whole.length === body.length) {
    return (length) => {
      at += length;
      return body.toString('latin1', at - length, at);
    };
  }
  return (length) => {
    at += length;
    return whole.slice(at - length, at);
  };
}
