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
  /** The piece of the expression that it is about. */
  readonly range?: { readonly start: number; readonly end: number };
  /** The field of what the step takes: `lines[].amount`. */
  readonly target?: string;
  /** A change of the expression that mends it. */
  readonly fix?: { readonly range: { readonly start: number; readonly end: number }; readonly insert: string };
}

export interface Judgement {
  /** What keeps the flow from being published. */
  readonly problems: readonly Problem[];
  /** What may go wrong for some data. */
  readonly warnings: readonly Problem[];
}
