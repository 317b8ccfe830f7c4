import { Fault, type FlowDocument } from '@invoicepatch/sdk';

/** Whether the draft is what runs. */
export type FlowState = 'draft' | 'published' | 'draft-ahead';

/** Where the outside reaches a trigger. The id is unguessable and stays over versions. */
export interface Hook {
  readonly id: string;
  readonly nodeId: string;
  readonly hasSecret: boolean;
}

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly draft: FlowDocument;
  /** Counts the changes of the draft. */
  readonly revision: number;
  readonly state: FlowState;
  /** The newest published version. */
  readonly version: number | null;
  readonly templateSlug: string | null;
  /** Of the triggers of the newest version. */
  readonly hooks: readonly Hook[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Revisions {
  readonly draft_revision: number;
  readonly published_revision: number | null;
  readonly published_version: number | null;
}

export function toFlowState(row: Revisions): FlowState {
  if (row.published_version === null) return 'draft';
  return row.published_revision === row.draft_revision ? 'published' : 'draft-ahead';
}

export function flowNotFound(id: string): Fault {
  return new Fault('missing', 'flow.not-found', 'There is no flow with this id.', { details: { id } });
}

export function draftChanged(): Fault {
  const message = 'Somebody else changed this flow in the meantime. Load it again, then make your change once more.';
  return new Fault('conflict', 'flow.draft-changed', message);
}
