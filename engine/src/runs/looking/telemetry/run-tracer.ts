import { createHash } from 'node:crypto';
import type { FaultRecord } from '@invoicepatch/sdk';
import type { Fact } from '../../../execution/fact.ts';
import type { Move } from '../../../execution/move.ts';
import type { SpanRecord, Tracing } from '../../../platform/tracing/tracing.ts';
import { finalStatuses, type Run } from '../../run.ts';
import type { RunTelemetry, Span } from './run-telemetry.ts';

/** Runs whose steps are held at once; those of an engine that never gives up a run must not pile up. */
const heldRuns = 1_000;

interface HeldStep extends Span {
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly fault: FaultRecord | undefined;
}

/** One trace a run, under the run's own id, and one span a step. Codes and ids only, nothing that went through. */
export class RunTracer implements RunTelemetry {
  readonly #tracing: Tracing;
  readonly #held = new Map<string, Map<string, HeldStep>>();

  constructor(tracing: Tracing) {
    this.#tracing = tracing;
  }

  evaluated: RunTelemetry['evaluated'] = (run, move, { startMs, endMs, value }) => {
    const fault = value.ok ? undefined : value.fault;
    this.#hold(run, move.step, {
      startMs,
      endMs,
      attributes: { 'invoicepatch.language': move.program.language },
      fault,
    });
  };

  acted: RunTelemetry['acted'] = (run, move, { startMs, endMs, fact }) => {
    this.#hold(run, move.step, { startMs, endMs, attributes: toAttributes(move, fact), fault: faultOf(fact) });
  };

  released: RunTelemetry['released'] = (run, { status, atMs }) => {
    for (const [step, held] of this.#held.get(run.id) ?? []) this.#tracing.record(toStepSpan(run, step, held));
    this.#held.delete(run.id);
    if (!finalStatuses.includes(status)) return;
    this.#tracing.record({
      name: 'run',
      traceId: toTraceId(run),
      spanId: toRootId(run),
      startMs: run.acceptedAtMs,
      endMs: atMs,
      attributes: { ...aboutRun(run), 'invoicepatch.run.status': status },
      ...(status === 'failed' ? { error: 'The run failed.' } : {}),
    });
  };

  /** A step's evaluations and attempts of one stretch are one span. */
  #hold(run: Run, step: string, part: HeldStep): void {
    const steps = this.#held.get(run.id) ?? new Map<string, HeldStep>();
    const known = steps.get(step);
    const startMs = Math.min(known?.startMs ?? part.startMs, part.startMs);
    steps.set(step, { ...part, startMs, attributes: { ...known?.attributes, ...part.attributes } });
    this.#held.set(run.id, steps);
    const oldest = this.#held.keys().next().value;
    if (this.#held.size > heldRuns && oldest !== undefined) this.#held.delete(oldest);
  }
}

function toStepSpan(run: Run, step: string, { startMs, endMs, attributes, fault }: HeldStep): SpanRecord {
  const about = { ...aboutRun(run), 'invoicepatch.step': step, ...attributes };
  return {
    name: `step ${step.replaceAll(/\[\d+\]/g, '[]')}`,
    traceId: toTraceId(run),
    parentSpanId: toRootId(run),
    startMs,
    endMs,
    attributes: fault === undefined ? about : { ...about, 'invoicepatch.fault.code': fault.code },
    ...(fault === undefined ? {} : { error: fault.code }),
  };
}

function toAttributes({ plan, attempt }: Extract<Move, { kind: 'act' }>, fact: Fact) {
  return {
    'invoicepatch.node.type': plan.node.type,
    'invoicepatch.attempt': attempt,
    'invoicepatch.outcome': fact.kind,
  };
}

function faultOf(fact: Fact): FaultRecord | undefined {
  return 'fault' in fact ? fact.fault : undefined;
}

function aboutRun({ id, tenantId, flowId, version }: Run) {
  return {
    'invoicepatch.tenant.id': tenantId,
    'invoicepatch.flow.id': flowId,
    'invoicepatch.flow.version': version,
    'invoicepatch.run.id': id,
  };
}

/** A run's id has as many digits as a trace's. */
function toTraceId({ id }: Run): string {
  return id.replaceAll('-', '');
}

/** Known before the run's own span is, so that steps of several stretches and engines hang on the same one. */
function toRootId({ id }: Run): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}
