import type { ReactFlowInstance } from '@xyflow/react';
import type { StepEdge, StepNode } from './canvas-model.ts';

const legible = 0.8;
const margin = 32;

interface Span {
  readonly from: number;
  readonly length: number;
}

/** Where the view has to stand so that `middle` is in the middle, without showing the void beyond the flow's ends. */
export function frameSpan({ from, length }: Span, room: number, middle: number): number {
  const scaled = length * legible;
  const start = margin - from * legible;
  if (scaled <= room - 2 * margin) return (room - scaled) / 2 - from * legible;
  const end = room - margin - (from + length) * legible;
  return Math.max(end, Math.min(start, room / 2 - middle * legible));
}

/** Shows all of a flow when that can be read; of a longer one its beginning, or the chosen step. */
export function showFirst(flow: ReactFlowInstance<StepNode, StepEdge>, chosen?: string): void {
  const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
  const nodes = flow.getNodes();
  if (box === undefined || nodes.length === 0) return;
  const bounds = flow.getNodesBounds(nodes);
  const fits = Math.min((box.width - 2 * margin) / bounds.width, (box.height - 2 * margin) / bounds.height);
  if (fits >= legible) {
    void flow.fitView({ padding: 0.08, maxZoom: 1 });
    return;
  }
  const place = chosen === undefined ? undefined : flow.getInternalNode(chosen)?.internals.positionAbsolute;
  const goal = place === undefined ? bounds : { x: place.x + 110, y: place.y + 28 };
  void flow.setViewport({
    x: frameSpan({ from: bounds.x, length: bounds.width }, box.width, goal.x),
    y: frameSpan({ from: bounds.y, length: bounds.height }, box.height, goal.y),
    zoom: legible,
  });
}
