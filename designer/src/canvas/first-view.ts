import type { ReactFlowInstance } from '@xyflow/react';
import type { StepEdge, StepNode } from './canvas-model.ts';

const legible = 0.8;

/** Shows all of a flow when that can be read; of a longer one its beginning, or the chosen step. */
export function showFirst(flow: ReactFlowInstance<StepNode, StepEdge>, chosen?: string): void {
  const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
  const nodes = flow.getNodes();
  if (box === undefined || nodes.length === 0) return;
  const bounds = flow.getNodesBounds(nodes);
  const fits = Math.min((box.width - 64) / bounds.width, (box.height - 64) / bounds.height);
  if (fits >= legible) {
    void flow.fitView({ padding: 0.08, maxZoom: 1 });
    return;
  }
  const node = chosen === undefined ? undefined : flow.getInternalNode(chosen);
  if (node !== undefined) {
    const { x, y } = node.internals.positionAbsolute;
    void flow.setCenter(x + 110, y + 28, { zoom: legible });
    return;
  }
  const y = box.height / 2 - (bounds.y + bounds.height / 2) * legible;
  void flow.setViewport({ x: 32 - bounds.x * legible, y, zoom: legible });
}
