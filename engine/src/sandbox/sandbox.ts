import type { Program, WorkbookColumn, WorkbookRows } from '@invoicepatch/sdk';

export const SANDBOX = Symbol('Sandbox');

/** One evaluation. Everything that crosses is JSON text. */
export interface Evaluate {
  readonly tenantId: string;
  /** Evaluations with the same scope may share a warm context: a flow version's id. Previews use a scope of their own. */
  readonly scope: string;
  readonly program: Program;
  /** JSON text of `$` (of the data, for JSON logic). */
  readonly input: string;
  /** JSON text by name without the dollar sign: `nodes`, `trigger`, `run`, `parameters`, `item`, `index`. */
  readonly bindings: Readonly<Record<string, string>>;
  /** What `$now()` and `$millis()` say, epoch milliseconds. */
  readonly now: number;
  /** Starts the random numbers, so that the same evaluation gives the same result. */
  readonly seed: string;
  /** Wall clock limit; the sandbox's own limit wins when it is smaller. */
  readonly timeoutMs?: number;
}

/** What a program is made of, without running it. */
export type Inspection =
  | {
      readonly ok: true;
      /** Free variables that it reads, without the dollar sign. */
      readonly variables: readonly string[];
      /** Ids that it reads as `$nodes.<id>`; `undefined` when it reads `$nodes` in a way that can't be told beforehand. */
      readonly nodes?: readonly string[];
    }
  | {
      readonly ok: false;
      /** The language's own code where it has one: `S0201`. */
      readonly code: string;
      readonly message: string;
      /** Offset into the source, when known. */
      readonly position?: number;
    };

export interface ReadWorkbook {
  readonly tenantId: string;
  /** Absolute path of the stored file; the reader gets its bytes, never the path. */
  readonly path: string;
  readonly sheet?: string;
  readonly columns: readonly WorkbookColumn[];
}

/** The one door to evaluating anything that people write. */
export interface Sandbox {
  /** JSON text of the result, or `undefined` when the program gives nothing. Throws faults of the area `expression`. */
  evaluate(request: Evaluate): Promise<string | undefined>;
  /** Parses only. */
  inspect(tenantId: string, program: Program): Promise<Inspection>;
  /** Throws faults of the area `workbook`. */
  readWorkbook(request: ReadWorkbook): Promise<WorkbookRows>;
  close(): Promise<void>;
}
