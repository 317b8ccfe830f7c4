import type { FlowNode } from '@invoicepatch/sdk';
import { editNode } from '../../document/graph.ts';
import { useWorkplace } from '../use-editor.ts';

/** Changes one field of a step. Typing into one field is one step back. */
export function useEditStep(node: FlowNode): (field: string, change: Partial<FlowNode>) => void {
  const { editor } = useWorkplace();
  return (field, change) =>
    editor.edit(`${node.id} ${field}`, (document) => editNode(document, node.id, (old) => ({ ...old, ...change })));
}
