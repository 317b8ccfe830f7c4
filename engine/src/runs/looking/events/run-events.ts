import type { JournalEntry } from '../../../execution/fact.ts';
import { finalStatuses, type RunStatus } from '../../run.ts';
import { type ListedFact, toListedFact } from '../fact-list.ts';
import type { ListedRun } from '../run-lists.ts';

/** What is told of a run that changed: where it stands, never what went through it. */
export interface RunNews extends Omit<ListedRun, 'fault'> {
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export type RunEvent =
  | { readonly type: 'run'; readonly id: string; readonly data: RunNews }
  | { readonly type: 'fact'; readonly id: string; readonly data: ListedFact & { readonly runId: string } };

/** Runs that a list watches from the newest down. */
export const watchedRuns = 200;

function toNews({ id, flowId, flowName, version, status, acceptedAt, startedAt, ...rest }: ListedRun): RunNews {
  const { finishedAt, fault, faultStep, trigger } = rest;
  const short = fault === null ? null : { code: fault.code, message: fault.message };
  const news = { id, flowId, flowName, version, status, acceptedAt, startedAt, finishedAt, faultStep, trigger };
  return { ...news, fault: short };
}

function standing({ status, startedAt, finishedAt }: ListedRun): string {
  return `${status} ${startedAt} ${finishedAt}`;
}

/** Tells what is new in a list of runs since it was last shown. */
export class ListWatch {
  readonly #since: number | undefined;
  #known: ReadonlyMap<string, ListedRun> | undefined;

  /** `lastEventId` is the time up to which the listener has heard everything. */
  constructor(lastEventId: string | undefined) {
    const since = lastEventId === undefined ? Number.NaN : Date.parse(lastEventId);
    this.#since = Number.isNaN(since) ? undefined : since;
  }

  /** Runs that are not over and may have left the top of the list. */
  stillOpen(): readonly string[] {
    return [...(this.#known?.values() ?? [])].filter(({ status }) => !isOver(status)).map(({ id }) => id);
  }

  /** The oldest first. */
  next(runs: readonly ListedRun[], now: number): readonly RunEvent[] {
    const before = this.#known;
    this.#known = new Map(runs.map((run) => [run.id, run]));
    const changed = runs.filter((run) => {
      const known = before?.get(run.id);
      if (before === undefined) return this.#since !== undefined && touchedSince(run, this.#since);
      return known === undefined || standing(known) !== standing(run);
    });
    const id = new Date(now).toISOString();
    return changed.reverse().map((run) => ({ type: 'run', id, data: toNews(run) }));
  }
}

/** Clocks of several engines may differ by a little; a run that is told of twice does no harm. */
const marginMs = 10_000;

function touchedSince({ status, acceptedAt, startedAt, finishedAt }: ListedRun, since: number): boolean {
  const last = Math.max(...[acceptedAt, startedAt, finishedAt].flatMap((at) => (at === null ? [] : [Date.parse(at)])));
  return !isOver(status) || last > since - marginMs;
}

/** Tells what is new of one run: each fact once, and where it stands whenever that changes. */
export class RunWatch {
  #seq: number | undefined;
  #standing: string | undefined;

  /** `lastEventId` is the number of the last fact that was heard, and where the run stood. */
  constructor(lastEventId: string | undefined) {
    const [seq, ...words] = (lastEventId ?? '').split(' ');
    if (seq === undefined || !/^\d{1,9}$/.test(seq)) return;
    this.#seq = Number(seq);
    this.#standing = words.join(' ');
  }

  /** Facts are added only while a run is driven, or when somebody decided on it, which changes where it stands. */
  wantsFacts(run: ListedRun): boolean {
    return this.#seq === undefined || run.status === 'running' || standing(run) !== this.#standing;
  }

  next(run: ListedRun, entries: readonly JournalEntry[]): readonly RunEvent[] {
    const now = standing(run);
    const after = this.#seq ?? entries.at(-1)?.seq ?? 0;
    const facts = entries.filter(({ seq }) => seq > after);
    const seq = facts.at(-1)?.seq ?? after;
    const told: RunEvent[] = facts.map((entry) => ({
      type: 'fact',
      id: `${entry.seq} `,
      data: { runId: run.id, ...toListedFact(entry) },
    }));
    if (now !== this.#standing) told.push({ type: 'run', id: `${seq} ${now}`, data: toNews(run) });
    this.#seq = seq;
    this.#standing = now;
    return told;
  }
}

export function isOver(status: RunStatus): boolean {
  return finalStatuses.includes(status);
}
