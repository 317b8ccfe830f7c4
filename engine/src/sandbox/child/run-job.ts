import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { Failure, JobHeader } from './job.ts';
import type { TenantRealms } from './tenant-realms.ts';

export type Outcome =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'later' }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** `evaluate` has parts `source, input, ...bindings`; `inspect` has the source alone. */
export interface Job {
  readonly header: JobHeader;
  readonly parts: readonly string[];
}

const inspectionScope = ' inspection';

export function runJob(realms: TenantRealms, { header, parts }: Job, limits: EvaluationLimits): Outcome {
  const scope = header.kind === 'inspect' ? inspectionScope : header.scope;
  try {
    return toOutcome(call(realms, { header, parts }, scope), limits);
  } catch (thrown) {
    return { kind: 'failure', failure: settle(realms, { tenantId: header.tenantId, scope, thrown }) };
  }
}

function call(realms: TenantRealms, { header, parts }: Job, scope: string): string {
  const realm = realms.context(header.tenantId, scope);
  const [source = '', input = 'null', ...bindings] = parts;
  const timeout = header.timeoutMs;
  if (header.kind === 'inspect') return realm.inspect.applySync(undefined, [header.language, source], { timeout });
  const named = header.names.flatMap((name, at) => [name, bindings[at] ?? 'null']);
  return realm.evaluate.applySync(undefined, [header.language, source, header.now, header.seed, input, ...named], {
    timeout,
  });
}

function toOutcome(answer: string, limits: EvaluationLimits): Outcome {
  const text = answer.slice(1);
  if (answer.startsWith('n')) return { kind: 'nothing' };
  if (answer.startsWith('f')) return { kind: 'failure', failure: JSON.parse(text) };
  if (Buffer.byteLength(text) > limits.resultBytes)
    return { kind: 'failure', failure: { kind: 'too-large', code: 'result-bytes' } };
  return { kind: 'value', text };
}

/** What a call that the isolate itself gave up leaves behind, and what to say of it. */
function settle(realms: TenantRealms, at: { tenantId: string; scope: string; thrown: unknown }): Failure {
  const message = at.thrown instanceof Error ? at.thrown.message : '';
  if (message.includes('timed out')) {
    realms.dropContext(at.tenantId, at.scope);
    return { kind: 'timeout' };
  }
  realms.dropTenant(at.tenantId);
  if (message.includes('memory') || message.includes('disposed') || message.includes('allocation'))
    return { kind: 'memory' };
  return { kind: message.includes('stack') ? 'too-deep' : 'broken' };
}
