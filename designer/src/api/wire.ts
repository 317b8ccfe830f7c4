import type { FaultRecord, FlowDocument, Json, NodeDescriptor } from '@invoicepatch/sdk';
import type { Problem } from '../document/problems.ts';

export type Role = 'viewer' | 'approver' | 'builder' | 'admin' | 'owner';

export interface TenantName {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface Me {
  readonly userId?: string;
  readonly email?: string;
  readonly name: string;
  readonly locale: string;
  readonly role: Role;
  readonly tenant: TenantName;
  readonly tenants: readonly (TenantName & { readonly role: Role })[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface CatalogConnector {
  readonly id: string;
  readonly title: string;
  readonly mark: { readonly initials: string; readonly colour: string };
  readonly auth?: {
    readonly id: string;
    readonly title: string;
    readonly signing: 'oauth2' | 'header';
    readonly settings: Json;
    readonly environments: readonly { readonly id: string; readonly title: string }[];
    readonly hasSimulator: boolean;
    readonly consent: { readonly returned: readonly string[] } | null;
  };
}

export interface Catalog {
  readonly nodes: readonly NodeDescriptor[];
  readonly connectors: readonly CatalogConnector[];
}

export type Health = 'unknown' | 'good' | 'refused' | 'unreachable';

export interface Connection {
  readonly id: string;
  readonly auth: string;
  readonly name: string;
  readonly environment: string;
  readonly settings: Readonly<Record<string, Json>>;
  readonly health: Health;
  readonly healthNote: string | null;
  readonly checkedAt: string | null;
  readonly usedBy: readonly { readonly flowId: string; readonly name: string }[];
}

export interface Consent {
  readonly id: string;
  readonly status: 'open' | 'asking' | 'choosing' | 'done' | 'failed';
  readonly connectionId: string | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
  readonly accounts: readonly { readonly title: string }[];
}

export type FlowState = 'draft' | 'published' | 'draft-ahead';

export interface FlowSummary {
  readonly id: string;
  readonly name: string;
  readonly state: FlowState;
  readonly version: number | null;
  readonly updatedAt: string;
  readonly trigger: string | null;
  readonly lastRun: { readonly id: string; readonly status: RunStatus; readonly acceptedAt: string } | null;
}

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly draft: FlowDocument;
  readonly revision: number;
  readonly state: FlowState;
  readonly version: number | null;
  readonly templateSlug: string | null;
  readonly hooks: readonly { readonly nodeId: string; readonly url: string; readonly hasSecret: boolean }[];
  readonly updatedAt: string;
}

export interface FlowVersion {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: { readonly id: string; readonly name: string } | null;
}

export type RunStatus = 'queued' | 'running' | 'waiting' | 'needs-person' | 'succeeded' | 'failed' | 'cancelled';

export interface RunSummary {
  readonly id: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly version: number;
  readonly status: RunStatus;
  readonly acceptedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly fault: FaultRecord | null;
  readonly faultStep: string | null;
  readonly trigger: { readonly nodeId: string; readonly type: string };
}

export type StepStatus =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'needs-person'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'doubtful'
  | 'handled'
  | 'undone';

export interface StepSummary {
  readonly step: string;
  readonly nodeId: string;
  readonly items: readonly number[];
  readonly status: StepStatus;
  readonly port: string | null;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Of a loop. */
  readonly counts: { readonly total: number; readonly succeeded: number; readonly failed: number } | null;
}

export interface Run extends RunSummary {
  readonly document: FlowDocument;
  readonly payload: Json;
  readonly steps: readonly StepSummary[];
  readonly againOf: string | null;
  /** Where in its journal the run is looked at, when that is not its end. */
  readonly asOf?: { readonly seq: number; readonly at: string; readonly status: RunStatus } | null;
}

export interface Attempt {
  readonly number: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: 'confirmed' | 'refused' | 'doubtful' | 'retry';
  readonly fault: FaultRecord | null;
}

/** What a step waits for, or waited for. */
export type Wait =
  | { readonly kind: 'time'; readonly until: string | null }
  | { readonly kind: 'callback'; readonly expiresAt: string | null; readonly heard: boolean }
  | { readonly kind: 'flow'; readonly runId: string }
  | {
      readonly kind: 'people';
      readonly choices: readonly { readonly port: string; readonly needed: number }[] | null;
      readonly people: readonly string[] | null;
      readonly answers: readonly { readonly port: string; readonly by: string; readonly note: string }[];
      readonly reminders: number;
      readonly expiresAt: string | null;
      readonly expired: boolean;
    };

export interface StepDetail extends Omit<StepSummary, 'attempts'> {
  readonly attempts: readonly Attempt[];
  readonly input: Json;
  readonly output: Json;
  readonly fault: FaultRecord | null;
  readonly ask: { readonly question: string; readonly details: Json } | null;
  readonly wait: Wait | null;
  readonly answer: { readonly port: string; readonly by: string; readonly note: string; readonly at: string } | null;
}

export interface TemplateSummary {
  readonly slug: string;
  readonly version: number;
  readonly title: Wording;
  readonly summary: Wording;
  readonly connections: Readonly<Record<string, { readonly auth: string; readonly title: Wording }>>;
  readonly parameters: readonly TemplateParameter[];
}

export interface TemplateParameter {
  readonly name: string;
  readonly title: Wording;
  readonly help: Wording;
  readonly type: 'text' | 'number' | 'json';
  readonly default: Json;
}

export interface Template extends TemplateSummary {
  readonly document: FlowDocument;
}

export interface Wording {
  readonly en: string;
  readonly fr: string;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
}

export interface ProblemBody {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly (Partial<Problem> & { readonly path: string; readonly message: string })[];
}
