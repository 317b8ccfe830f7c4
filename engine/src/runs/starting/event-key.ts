import { createHash } from 'node:crypto';
import { toFault } from '@invoicepatch/sdk';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export interface KeyedEvent {
  readonly tenantId: string;
  /** Expressions of one version share a warm context. */
  readonly scope: string;
  /** JSON text. */
  readonly payload: string;
  /** Epoch milliseconds: what `$now()` says. */
  readonly now: number;
}

const longestKey = 200;

/**
 * What an expression over an event gives, as a key: equal values give equal keys, whatever their length. `undefined` when
 * it gives nothing or fails. A sandbox that is away is no property of the expression: that fault is thrown.
 */
export async function findEventKey(
  sandbox: Sandbox,
  { tenantId, scope, payload, now }: KeyedEvent,
  source: string,
): Promise<string | undefined> {
  try {
    const program = { language: 'jsonata' as const, source };
    const request = { tenantId, scope, program, input: payload, bindings: {}, now, seed: scope };
    const text = await sandbox.evaluate(request);
    if (text === undefined || text === 'null') return undefined;
    return text.length <= longestKey ? text : createHash('sha256').update(text).digest('hex');
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.retryable || fault.kind === 'bug') throw fault;
    return undefined;
  }
}
