import type { Finding } from '../finding/finding.ts';

/** A finding, and the field of the node whose text its range is in. */
export interface FlowFinding extends Finding {
  readonly nodeId: string;
  /** `input`, or the name of a field of the configuration. */
  readonly field: string;
}
