import { availableParallelism, totalmem } from 'node:os';

/** What one evaluation may use. */
export interface EvaluationLimits {
  readonly timeoutMs: number;
  /** Soft limit of an isolate's heap; the process limit is the hard one. */
  readonly isolateMb: number;
  /** Resident memory of a child up to which tenants that are not at work stay warm. */
  readonly warmMb: number;
  /** Input, bindings and source together. */
  readonly inputBytes: number;
  readonly resultBytes: number;
  /** Levels of objects and lists in a result. */
  readonly resultDepth: number;
  /** Items of a range or of `$append`. */
  readonly listItems: number;
  /** Characters that one text function may make. */
  readonly textLength: number;
}

/** What the supervisor holds its children to. */
export interface PoolLimits {
  readonly minChildren: number;
  readonly maxChildren: number;
  readonly processMb: number;
  /** How long after the isolate's own time limit the child is killed. */
  readonly graceMs: number;
  /** Started children that wait for another to die. */
  readonly spareChildren: number;
  /** Records that cross together. */
  readonly batchRecords: number;
  /** Characters beyond which records no longer cross together. */
  readonly batchChars: number;
  readonly queuedRecords: number;
  readonly queuedChars: number;
  /** How long a record may wait for a child before the sandbox counts as unavailable. */
  readonly queueMs: number;
}

export interface WorkbookLimits {
  readonly fileBytes: number;
  readonly uncompressedBytes: number;
  readonly entries: number;
  readonly rows: number;
  readonly columns: number;
  readonly timeoutMs: number;
  readonly processMb: number;
  /** Files read at the same time. */
  readonly readers: number;
}

export interface SandboxLimits {
  readonly evaluation: EvaluationLimits;
  readonly pool: PoolLimits;
  readonly workbook: WorkbookLimits;
}

const mib = 1_048_576;
/** A warm tenant takes 4 to 6 MB: enough for 100 tenants where there is memory, and less on a small machine. */
const warmMb = Math.min(700, Math.max(200, Math.floor(totalmem() / mib / 10)));

export const defaultLimits: SandboxLimits = {
  evaluation: {
    // Enough for a timesheet of 20,000 rows; previews ask for less.
    timeoutMs: 5_000,
    isolateMb: 192,
    warmMb,
    inputBytes: 32 * mib,
    resultBytes: 8 * mib,
    resultDepth: 64,
    listItems: 1_000_000,
    textLength: 5_000_000,
  },
  pool: {
    minChildren: 1,
    maxChildren: Math.min(2, availableParallelism()),
    // Room for one tenant's isolate at its limit, and for what crosses.
    processMb: warmMb + 200,
    graceMs: 250,
    spareChildren: 1,
    batchRecords: 256,
    batchChars: 1_000_000,
    queuedRecords: 100_000,
    queuedChars: 256_000_000,
    queueMs: 15_000,
  },
  workbook: {
    fileBytes: 10 * mib,
    uncompressedBytes: 200 * mib,
    entries: 1_000,
    rows: 20_000,
    columns: 200,
    timeoutMs: 30_000,
    processMb: 512,
    readers: 2,
  },
};
