import { FlowEdgeView } from './flow-edge.tsx';
import { LoopNodeView, StepNodeView } from './step-node.tsx';

/** How each kind of thing is drawn; one object for all canvases, as the library asks. */
export const nodeTypes = { step: StepNodeView, loop: LoopNodeView };
export const edgeTypes = { flow: FlowEdgeView };

/** The keyboard is ours: one stop for the whole canvas, arrows inside it. */
export const canvasSettings = {
  disableKeyboardA11y: true,
  nodesFocusable: false,
  edgesFocusable: false,
  deleteKeyCode: null,
  multiSelectionKeyCode: null,
  minZoom: 0.2,
  maxZoom: 1.5,
  proOptions: { hideAttribution: true },
};
