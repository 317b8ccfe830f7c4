/** Why a flow can't be published, for the person who draws it. */
export interface Problem {
  /** `null` when it is about the flow as a whole. */
  readonly nodeId: string | null;
  /** Where it is: `nodes.map.config.expression`, `edges[3]`, `nodes.each.body.edges[0]`. */
  readonly path: string;
  readonly code: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Offset into an expression. */
  readonly position?: number;
}
