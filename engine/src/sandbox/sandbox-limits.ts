import { availableParallelism, totalmem } from 'node:os';

/** What one evaluation may use. */
export interface EvaluationLimits {
  readonly timeoutMs: number;
  /** Soft limit of an isolate's heap; the process limit is the hard one. */
  readonly isolateMb: number;
  /** Tenants that one child keeps warm; making an isolate costs some hundred evaluations. */
  readonly warmTenants: number;
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
/** What a tenant with three versions takes once they have run a lot. */
const warmTenantMb = 8;
/** A hundred where there is memory, and at most a tenth of a small machine's. */
const warmTenants = Math.min(110, Math.max(12, Math.floor(totalmem() / mib / 10 / warmTenantMb)));

export const defaultLimits: SandboxLimits = {
  evaluation: {
    // Enough for a timesheet of 20,000 rows; previews ask for less.
    timeoutMs: 5_000,
    isolateMb: 192,
    warmTenants,
    inputBytes: 32 * mib,
    resultBytes: 8 * mib,
    resultDepth: 64,
    listItems: 1_000_000,
    textLength: 5_000_000,
  },
  pool: {
    minChildren: 1,
    maxChildren: Math.min(2, availableParallelism()),
    processMb: warmTenants * warmTenantMb + 420,
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
