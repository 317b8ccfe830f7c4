import type { Fault, Program, WorkbookColumn, WorkbookRows } from '@invoicepatch/sdk';

export const SANDBOX = Symbol('Sandbox');

/** JavaScript that the compiler made of a mapping, with its SHA-256 in hexadecimal. */
export interface CompiledProgram {
  readonly code: string;
  readonly hash: string;
}

/** A program, and its code where that was stored. */
export interface SandboxProgram extends Program {
  readonly compiled?: CompiledProgram | undefined;
}

/** One evaluation. Everything that crosses is JSON text. */
export interface Evaluate {
  readonly tenantId: string;
  /** Evaluations with the same scope may share a warm context: a flow version's id. Previews use a scope of their own. */
  readonly scope: string;
  readonly program: SandboxProgram;
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

/** The records of one program: what `Evaluate` says of one, for many that cross together. */
export interface EvaluateMany extends Pick<Evaluate, 'tenantId' | 'scope' | 'program' | 'timeoutMs'> {
  /** All with bindings of the same names. */
  readonly records: readonly Pick<Evaluate, 'input' | 'bindings' | 'now' | 'seed'>[];
}

/** What became of one record among many: its JSON text, `undefined` for nothing, or its own fault. */
export type Evaluated =
  | { readonly ok: true; readonly text: string | undefined }
  | { readonly ok: false; readonly fault: Fault };

/** Where a stage of a region takes a text from. A variable or a field whose given text is empty is left out. */
export type RegionSource =
  /** One of the texts that are handed in. */
  | { readonly given: number }
  /** What an earlier stage gives; nothing is `null`. */
  | { readonly stage: number }
  /** An object of others. */
  | { readonly fields: readonly (readonly [name: string, source: RegionSource])[] };

/** One program of a region. It is left out when something that it reads failed or was left out. */
export interface RegionStage {
  readonly program: SandboxProgram;
  /** Its seed is the region's with this behind it. */
  readonly slot: string;
  readonly input: RegionSource;
  readonly bindings: Readonly<Record<string, RegionSource>>;
  /** Left out unless that stage's text is (or is not) one of these. */
  readonly when?: { readonly stage: number; readonly among: readonly string[]; readonly is: boolean };
}

/** Programs that feed each other, evaluated in one crossing: each as `evaluate` would by itself. */
export interface EvaluateRegion extends Pick<Evaluate, 'tenantId' | 'scope' | 'now' | 'seed' | 'timeoutMs'> {
  /** The same list each time, so that it is told once. */
  readonly stages: readonly RegionStage[];
  readonly texts: readonly string[];
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
  /** Code that another compiler made is not to be handed in. */
  readonly compilerVersion: string;
  /** JSON text of the result, or `undefined` when the program gives nothing. Throws faults of the area `expression`. */
  evaluate(request: Evaluate): Promise<string | undefined>;
  /** Like `evaluate` for each record, in their order. A record that fails does not hold up the others. */
  evaluateMany(request: EvaluateMany): Promise<readonly Evaluated[]>;
  /**
   * What each stage gives, `undefined` for one that was left out. `undefined` for all when they can't be evaluated
   * together: a limit was met that each has for itself, so whose fault it is shows only one by one.
   */
  evaluateRegion(request: EvaluateRegion): Promise<readonly (Evaluated | undefined)[] | undefined>;
  /** Parses only. */
  inspect(tenantId: string, program: Program): Promise<Inspection>;
  /** `undefined` for what is interpreted: rules, what the compiler does not take, and what can't be read. */
  compile(tenantId: string, program: Program): Promise<CompiledProgram | undefined>;
  /** Throws faults of the area `workbook`. */
  readWorkbook(request: ReadWorkbook): Promise<WorkbookRows>;
  close(): Promise<void>;
}
