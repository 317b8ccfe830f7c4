import type { FlowNode, NodeType } from '@invoicepatch/sdk';
import type { Problem } from './problem.ts';
import { nameOf } from './scope.ts';

/** What the check needs to know of the tenant's connections: the system of each, by id. */
export type ConnectionFacts = ReadonlyMap<string, { readonly auth: string }>;

/** Whether a node has the connection that it needs, and no other. */
export function checkConnection(node: FlowNode, type: NodeType, connections: ConnectionFacts): Problem[] {
  const auth = 'auth' in type ? type.auth : undefined;
  const at = { nodeId: node.id, path: `nodes.${node.id}.connection` };
  if (auth === undefined) {
    if (node.connection === undefined) return [];
    const message = `${nameOf(node)} needs no connection. Remove it from the node.`;
    return [{ ...at, code: 'flow.needless-connection', message }];
  }
  if (node.connection === undefined || node.connection === '') {
    const message = `${nameOf(node)} needs a connection to ${auth.title}. Choose one.`;
    return [{ ...at, code: 'flow.missing-connection', message }];
  }
  const found = connections.get(node.connection);
  if (found === undefined) {
    const message = `${nameOf(node)} uses a connection that this company doesn't have. Choose one to ${auth.title}.`;
    return [{ ...at, code: 'flow.unknown-connection', message }];
  }
  if (found.auth === auth.id) return [];
  const message = `The connection of ${nameOf(node)} leads to another system (${found.auth}). Choose one to ${auth.title}.`;
  return [{ ...at, code: 'flow.wrong-connection', message }];
}
