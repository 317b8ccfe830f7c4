import type { FlowDocument, NodeDescriptor } from '@invoicepatch/sdk';
import type { Completion, Finding, Hover, Language } from '@invoicepatch/types';

/** Where in a flow an expression stands. */
export interface ExpressionPlace {
  readonly document: FlowDocument;
  readonly nodeId: string;
  readonly field: string;
  readonly language: Language;
}

interface Asked extends ExpressionPlace {
  readonly id: number;
  readonly text: string;
  readonly offset: number;
}

/** What the page asks the worker; the catalog is sent once. */
export type Question =
  | { readonly kind: 'catalog'; readonly descriptors: readonly NodeDescriptor[] }
  | (Asked & { readonly kind: 'complete' | 'hover' | 'look' });

export interface Look {
  readonly type: string;
  readonly findings: readonly Finding[];
}

export type Answer =
  | { readonly id: number; readonly kind: 'complete'; readonly completion: Completion }
  | { readonly id: number; readonly kind: 'hover'; readonly hover: Hover | undefined }
  | { readonly id: number; readonly kind: 'look'; readonly look: Look };
