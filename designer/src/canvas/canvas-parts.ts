import { FlowEdgeView } from './flow-edge.tsx';
import { LoopNodeView, StepNodeView } from './step-node.tsx';

/** How each kind of thing is drawn; one object for all canvases, as the library asks. */
export const nodeTypes = { step: StepNodeView, loop: LoopNodeView };
export const edgeTypes = { flow: FlowEdgeView };
