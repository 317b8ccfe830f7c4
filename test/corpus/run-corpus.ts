import { setTimeout as wait } from 'node:timers/promises';
import type { Attempt } from './attempts.ts';
import { type Answer, type Door, listDoors } from './doors.ts';
import type { Stand } from './stand.ts';

const stallMs = 200;
const graceMs = 1_000;
const mib = 1_048_576;
/** Three times what a process of the sandbox may use. */
const sandboxBytes = 3 * 320 * mib;
const growthBytes = 64 * mib;

/** What went wrong, each with the attempt's id, the door and how. */
export interface Findings {
  readonly escapes: string[];
  readonly deaths: string[];
  readonly stalls: string[];
  readonly late: string[];
  /** Another tenant's evaluation was wrong, or memory went past its limits. */
  readonly harm: string[];
}

export interface CorpusReport {
  readonly attempts: number;
  /** How often an attempt went through a door. */
  readonly tries: number;
  readonly escapes: number;
  readonly deaths: number;
  readonly stalls: number;
  readonly late: number;
  readonly harm: number;
  readonly ids: Findings;
  readonly doors: readonly string[];
  /** Attempts for which this engine has no door. */
  readonly notRun: readonly string[];
  /** Longest work at a stretch and longest gap of the engine's thread. */
  readonly longestWorkMs: number;
  readonly longestGapMs: number;
}

export interface CorpusOptions {
  /** How often each attempt goes through a door, one after the other in the same process. */
  readonly times: number;
  /** Once more, alone in a new process of the sandbox. */
  readonly alone: boolean;
  /** Which attempts go through a door; all of them when missing. */
  readonly wants?: (attempt: Attempt, door: Door) => boolean;
  readonly tell?: (line: string) => void;
}

interface Try {
  readonly attempt: Attempt;
  readonly door: Door;
  readonly answer: Answer;
}

/** Whether something got out, by what came back and what became of the bait. */
function escapesOf({ attempt, door, answer }: Try, { trap, engine }: Stand, polluted: boolean): string[] {
  const log = engine.said.join('');
  const found: string[] = [];
  if (answer.shown.includes(trap.secret) || log.includes(trap.secret)) found.push('secret');
  // The attempts say ESCAPE- in their own text, which an error may repeat.
  if (/ESCAPE-/.test(answer.shown) && !attempt.source.includes('ESCAPE-')) found.push('secret');
  if (trap.hasCanary) found.push('file');
  if (trap.connections > 0) found.push('net');
  if (polluted) found.push('pollution');
  if (attempt.marker === 'blocked' && !answer.isError && door.keepsOnly !== true) found.push('blocked');
  trap.connections = 0;
  return found;
}

/** A known-good evaluation of another tenant: right, or what it was. */
async function askNeighbour({ neighbour }: Stand): Promise<string | undefined> {
  const { body, status } = await neighbour.post('/api/v1/transforms/evaluate', {
    expression: '[$sum(items.v), $exists(polluted), $type($.constructor)]',
    input: { items: [{ v: 1 }, { v: 2 }] },
  });
  const shown = JSON.stringify(body);
  return status === 200 && shown === '{"output":[3,false]}' ? undefined : shown.slice(0, 200);
}

/** Watches how much memory the sandbox's processes take meanwhile. */
async function watching<T>(
  { engine }: Stand,
  work: Promise<T>,
): Promise<{ readonly value: T; readonly peakBytes: number }> {
  let isOver = false;
  let peakBytes = 0;
  const watch = async () => {
    while (!isOver) {
      peakBytes = Math.max(peakBytes, ...engine.sandboxes().map(({ rssBytes }) => rssBytes));
      await wait(100);
    }
  };
  const watched = watch();
  const value = await work.finally(() => {
    isOver = true;
  });
  await watched;
  return { value, peakBytes };
}

export class CorpusRunner {
  readonly #stand: Stand;
  readonly #options: CorpusOptions;
  readonly #findings: Findings = { escapes: [], deaths: [], stalls: [], late: [], harm: [] };
  #tries = 0;
  #longestWorkMs = 0;
  #longestGapMs = 0;

  constructor(stand: Stand, options: CorpusOptions) {
    this.#stand = stand;
    this.#options = options;
  }

  async run(attempts: readonly Attempt[]): Promise<CorpusReport> {
    const doors = await listDoors(this.#stand.mallory);
    await askNeighbour(this.#stand);
    await this.#stand.engine.look();
    for (const [at, attempt] of attempts.entries()) {
      this.#options.tell?.(`${at + 1}/${attempts.length} ${attempt.id}`);
      await this.#throughAll(attempt, doors);
    }
    const { escapes, deaths, stalls, late, harm } = this.#findings;
    return {
      attempts: attempts.length,
      tries: this.#tries,
      escapes: escapes.length,
      deaths: deaths.length,
      stalls: stalls.length,
      late: late.length,
      harm: harm.length,
      ids: this.#findings,
      doors: doors.map(({ id }) => id),
      notRun: attempts.filter(({ kind }) => !doors.some(({ kinds }) => kinds.includes(kind))).map(({ id }) => id),
      longestWorkMs: Math.round(this.#longestWorkMs),
      longestGapMs: Math.round(this.#longestGapMs),
    };
  }

  async #throughAll(attempt: Attempt, doors: readonly Door[]): Promise<void> {
    const { alone, times, wants = () => true } = this.#options;
    const open = doors.filter((door) => door.kinds.includes(attempt.kind) && wants(attempt, door));
    for (const [at, door] of open.entries()) {
      // The first door stands for all where the age of the process is concerned: behind them is the same sandbox.
      if (alone && at === 0) {
        this.#stand.engine.renewSandboxes();
        await this.#tryDoor(attempt, door, 1);
      }
      await this.#tryDoor(attempt, door, times);
    }
  }

  async #tryDoor(attempt: Attempt, door: Door, times: number): Promise<void> {
    const place = `${attempt.id} @ ${door.id}`;
    try {
      const act = await door.prepare(this.#stand.mallory, attempt);
      for (let time = 0; time < times; time += 1) {
        const { value: answer, peakBytes } = await watching(this.#stand, act());
        await this.#judge({ attempt, door, answer }, { place, peakBytes });
      }
    } catch (failure) {
      if (this.#stand.engine.isAlive) this.#findings.harm.push(`${place}: ${String(failure).slice(0, 200)}`);
      else {
        this.#findings.deaths.push(place);
        await this.#stand.revive();
      }
    }
  }

  async #judge(tried: Try, { place, peakBytes }: { place: string; peakBytes: number }): Promise<void> {
    const { escapes, stalls, late, harm } = this.#findings;
    this.#tries += 1;
    const { attempt, answer } = tried;
    const wrong = await askNeighbour(this.#stand);
    const look = await this.#stand.engine.look();
    escapes.push(...escapesOf(tried, this.#stand, look.polluted).map((how) => `${place}: ${how}`));
    if (look.longestWorkMs > stallMs) stalls.push(`${place}: ${Math.round(look.longestWorkMs)} ms`);
    if (answer.tookMs > attempt.timeoutMs + graceMs) late.push(`${place}: ${Math.round(answer.tookMs)} ms`);
    if (wrong !== undefined) harm.push(`${place}: another tenant got ${wrong}`);
    if (peakBytes > sandboxBytes) harm.push(`${place}: the sandbox took ${Math.round(peakBytes / mib)} MB`);
    this.#checkGrowth(place, look.heapBytes);
    this.#longestWorkMs = Math.max(this.#longestWorkMs, look.longestWorkMs);
    this.#longestGapMs = Math.max(this.#longestGapMs, look.longestGapMs);
  }

  #heapBytes: number | undefined;

  /** From one attempt to the next the engine may not keep what it was sent. */
  #checkGrowth(place: string, heapBytes: number): void {
    const before = this.#heapBytes ?? heapBytes;
    this.#heapBytes = heapBytes;
    if (heapBytes - before > growthBytes) {
      this.#findings.harm.push(`${place}: the engine grew by ${Math.round((heapBytes - before) / mib)} MB`);
    }
  }
}
