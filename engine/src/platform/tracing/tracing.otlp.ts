import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
} from '@opentelemetry/sdk-trace-base';
import type { SpanRecord, Tracing } from './tracing.ts';

export interface TracingOptions {
  /** `http://collector:4318`: spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly serviceName: string;
}

/** A run's trace has the run's own id, so that either leads to the other. */
class GivenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  given: { readonly traceId: string; readonly spanId: string | undefined } | undefined;

  generateTraceId = (): string => this.given?.traceId ?? this.#random.generateTraceId();
  generateSpanId = (): string => this.given?.spanId ?? this.#random.generateSpanId();
}

/** Sends spans to an OpenTelemetry collector, in batches and beside the work. */
export class OtlpTracing implements Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #ids = new GivenIds();

  constructor({ endpoint, serviceName }: TracingOptions) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      idGenerator: this.#ids,
      spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 10_000 })],
    });
  }

  record({ name, traceId, spanId, parentSpanId, startMs, endMs, attributes, error }: SpanRecord): void {
    const parent = { traceId, spanId: parentSpanId ?? '', traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const context = parentSpanId === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    this.#ids.given = { traceId, spanId };
    const tracer = this.#provider.getTracer('invoicepatch');
    const span = tracer.startSpan(name, { startTime: startMs, attributes }, context);
    this.#ids.given = undefined;
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end(endMs);
  }

  async close(): Promise<void> {
    // A collector that is away must not keep the engine from stopping.
    await this.#provider.shutdown().catch(() => undefined);
  }
}
