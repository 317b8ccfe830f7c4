import type { FlowDocument } from '@invoicepatch/sdk';

export interface FlowVersion {
  readonly flowId: string;
  readonly version: number;
  readonly document: FlowDocument;
}

/** Immutable versions, for whoever runs them. */
export interface PublishedFlows {
  /** The newest version; a fault `flow.not-published` when there is none, `flow.not-found` when there is no such flow. */
  getNewest(tenantId: string, flowId: string): Promise<FlowVersion>;
  getVersion(tenantId: string, flowId: string, version: number): Promise<FlowVersion>;
}

export const PUBLISHED_FLOWS = Symbol('PublishedFlows');
