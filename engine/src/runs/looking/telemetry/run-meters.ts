import type { Fact } from '../../../execution/fact.ts';
import { type Counter, type Histogram, type Metrics, runSeconds } from '../../../platform/metrics/metrics.ts';
import { finalStatuses } from '../../run.ts';
import type { RunTelemetry } from './run-telemetry.ts';

/** How an attempt ended, in a word of our own: a label must never come from outside. */
function outcomeOf({ kind }: Fact): string {
  return kind === 'confirmed' || kind === 'refused' || kind === 'retrying' || kind === 'doubtful' ? kind : 'other';
}

/** Counts what runs do. Labels are statuses, languages and connectors of this build: no tenant, no flow, nothing sent. */
export class RunMeters implements RunTelemetry {
  readonly #released: Counter;
  readonly #duration: Histogram;
  readonly #evaluations: Counter;
  readonly #evaluating: Histogram;
  readonly #effects: Counter;
  readonly #acting: Histogram;

  constructor(metrics: Metrics) {
    this.#released = metrics.counter('invoicepatch_runs_released_total', 'Runs that ended or came to rest, by status.');
    this.#duration = metrics.histogram(
      'invoicepatch_run_duration_seconds',
      'Time from the acceptance of a run to its end, by status.',
      runSeconds,
    );
    this.#evaluations = metrics.counter(
      'invoicepatch_evaluations_total',
      'Expressions and rules evaluated in the sandbox.',
    );
    this.#evaluating = metrics.histogram(
      'invoicepatch_evaluation_duration_seconds',
      'Time of one evaluation, with its wait.',
    );
    this.#effects = metrics.counter(
      'invoicepatch_effects_total',
      'Attempts at acts on other systems, by their outcome.',
    );
    this.#acting = metrics.histogram(
      'invoicepatch_effect_duration_seconds',
      'Time of one attempt at an act on another system.',
    );
  }

  evaluated: RunTelemetry['evaluated'] = (_run, { program: { language } }, { startMs, endMs, value }) => {
    this.#evaluations.add({ language, outcome: value.ok ? 'value' : 'fault' });
    this.#evaluating.observe((endMs - startMs) / 1_000, { language });
  };

  acted: RunTelemetry['acted'] = (_run, { plan }, { startMs, endMs, fact }) => {
    const [connector = 'none'] = plan.type.id.split('.');
    this.#effects.add({ connector, outcome: outcomeOf(fact) });
    this.#acting.observe((endMs - startMs) / 1_000, { connector });
  };

  released: RunTelemetry['released'] = (run, { status, atMs }) => {
    this.#released.add({ status });
    if (finalStatuses.includes(status)) this.#duration.observe((atMs - run.acceptedAtMs) / 1_000, { status });
  };
}
