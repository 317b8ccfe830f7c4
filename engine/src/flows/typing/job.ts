import type { FlowDocument, NodeDescriptor } from '@invoicepatch/sdk';
import type { Completion, FlowFinding, Hover, Language } from '@invoicepatch/types';

/** What the checks of types know a flow by. It crosses as JSON text. */
interface Described {
  readonly document: FlowDocument;
  /** What the catalog says of the flow's node types, by name. */
  readonly descriptors: Readonly<Record<string, NodeDescriptor>>;
}

export interface CheckJob extends Described {
  readonly kind: 'check';
  /** Expressions, each once, to be looked through for numbers that lose digits. */
  readonly sources: readonly string[];
}

export interface CompletionRequest {
  readonly nodeId: string;
  /** `input`, or a field of the configuration. */
  readonly field: string;
  readonly text: string;
  readonly offset: number;
  readonly language: Language;
}

export interface CompleteJob extends Described {
  readonly kind: 'complete';
  readonly asked: CompletionRequest;
}

export type TypeJob = CheckJob | CompleteJob;

/** A number of an expression that is rounded when it is read. */
export interface Rounded {
  /** Which of `sources` it stands in. */
  readonly source: number;
  /** UTF-16 units from the beginning of the source. */
  readonly offset: number;
  readonly text: string;
}

export interface Checked {
  readonly findings: readonly FlowFinding[];
  readonly rounded: readonly Rounded[];
}

export type Completed = Completion & { readonly hover: Hover | null };
