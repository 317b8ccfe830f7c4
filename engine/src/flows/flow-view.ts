import type { Flow } from './flow.ts';

/** A flow as the API shows it. */
export function toFlowView(flow: Flow, publicUrl: string) {
  return {
    ...flow,
    hooks: flow.hooks.map(({ id, nodeId, hasSecret }) => ({ nodeId, url: `${publicUrl}/hooks/${id}`, hasSecret })),
    createdAt: flow.createdAt.toISOString(),
    updatedAt: flow.updatedAt.toISOString(),
  };
}

export type FlowView = ReturnType<typeof toFlowView>;

/** Says where the outside reaches this engine, without a trailing slash. */
export type PublicUrl = () => string;

export const PUBLIC_URL = Symbol('PublicUrl');
