import type { WorkbookColumn, WorkbookRows } from '@invoicepatch/sdk';
import type { WorkbookLimits } from '../sandbox-limits.ts';

/** Header of the one frame that a reader gets; the file's bytes are the second part. */
export interface WorkbookJob {
  readonly sheet?: string;
  readonly columns: readonly WorkbookColumn[];
  readonly limits: WorkbookLimits;
}

export type WorkbookReply =
  | { readonly outcome: 'rows'; readonly rows: WorkbookRows }
  | {
      readonly outcome: 'failure';
      readonly what: string;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
    };
