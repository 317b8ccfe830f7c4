import type { FlowSettings } from '@invoicepatch/sdk';
import type { FlowVersion } from '../../flows/published-flows.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { findEventKey } from './event-key.ts';
import type { TenantLimits } from './tenant-limits.ts';

/** Where a new run stands among those that wait. */
export interface QueuePlace {
  /** 1 before 0 before -1; five minutes of waiting make up for one step. */
  readonly priority: number;
  /** Whether it waits for its turn, because its flow, its lane or its tenant is limited. */
  readonly takesTurn: boolean;
  /** Runs of the same lane of a flow go one after the other. */
  readonly lane: string | undefined;
}

interface Keyed {
  /** JSON text. */
  readonly payload: string;
  readonly expression: string;
}

/** Of events whose lane can't be told. */
const unnamedLane = '';
const priorities: Readonly<Record<NonNullable<FlowSettings['priority']>, number>> = { high: 1, normal: 0, low: -1 };

/** Finds the place of a new run; nothing is asked or evaluated for a flow without settings of a tenant without limits. */
export class QueuePlaces {
  readonly #sandbox: Sandbox;
  readonly #tenants: TenantLimits;
  readonly #clock: Clock;

  constructor(sandbox: Sandbox, tenants: TenantLimits, clock: Clock) {
    this.#sandbox = sandbox;
    this.#tenants = tenants;
    this.#clock = clock;
  }

  /** `undefined`: nothing is limited, and the run may be driven at once. */
  async find(tenantId: string, version: FlowVersion, payload: string): Promise<QueuePlace | undefined> {
    const { settings } = version.document;
    const isTenantLimited = this.#tenants.areLimited(tenantId);
    if (settings === undefined && !isTenantLimited) return undefined;
    const { priority = 'normal', runsAtOnce, lane } = settings ?? {};
    return {
      priority: priorities[priority],
      takesTurn: isTenantLimited || runsAtOnce !== undefined || lane !== undefined,
      lane:
        lane === undefined
          ? undefined
          : ((await this.findKey(tenantId, version, { payload, expression: lane })) ?? unnamedLane),
    };
  }

  /** What an expression gives for an event, as a key; see `findEventKey`. */
  findKey(
    tenantId: string,
    { flowId, version }: FlowVersion,
    { payload, expression }: Keyed,
  ): Promise<string | undefined> {
    const event = { tenantId, scope: `${flowId}/${version}`, payload, now: this.#clock.now() };
    return findEventKey(this.#sandbox, event, expression);
  }
}
