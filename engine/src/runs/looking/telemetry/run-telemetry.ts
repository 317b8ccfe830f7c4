import type { FaultRecord } from '@invoicepatch/sdk';
import type { Fact } from '../../../execution/fact.ts';
import type { Value } from '../../../execution/memory.ts';
import type { Move } from '../../../execution/move.ts';
import type { Run, RunStatus } from '../../run.ts';

/** Epoch milliseconds. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** How a run was given up. */
export interface RunEnd {
  readonly status: RunStatus;
  readonly atMs: number;
  readonly fault?: FaultRecord;
  readonly step?: string;
}

/** Hears what happens to runs while it happens. It must be quick, must not throw, and keeps nothing of what went through. */
export interface RunTelemetry {
  evaluated(run: Run, move: Extract<Move, { kind: 'evaluate' }>, span: Span & { readonly value: Value }): void;
  acted(run: Run, move: Extract<Move, { kind: 'act' }>, span: Span & { readonly fact: Fact }): void;
  /** The run was given up in this status: over, or at rest. */
  released(run: Run, end: RunEnd): void;
}

/** Several listeners as one. */
export function tellAll(listeners: readonly RunTelemetry[]): RunTelemetry {
  return {
    evaluated: (run, move, span) => {
      for (const each of listeners) each.evaluated(run, move, span);
    },
    acted: (run, move, span) => {
      for (const each of listeners) each.acted(run, move, span);
    },
    released: (run, end) => {
      for (const each of listeners) each.released(run, end);
    },
  };
}
