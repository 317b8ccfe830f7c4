import '@xyflow/react/dist/base.css';
import type { FlowDocument } from '@invoicepatch/sdk';
import { Background, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type KeyboardEvent, useMemo } from 'react';
import { type Direction, neighbour } from '../document/layout/walk.ts';
import classes from './canvas.module.css';
import { type StepEdge, type StepNode, type Surroundings, toStepEdges, toStepNodes } from './canvas-model.ts';
import { canvasSettings, edgeTypes, nodeTypes } from './canvas-parts.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { showFirst } from './first-view.ts';
import { useZoomKeys } from './use-zoom-keys.ts';

interface Props {
  readonly document: FlowDocument;
  readonly around: Surroundings;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly onChoose: ((id: string) => void) | undefined;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function Picture({ document, around, label, chosen, onChoose }: Props) {
  const nodes = useMemo(() => toStepNodes(document, around), [document, around]);
  const shown = useMemo(
    () => nodes.map((node) => (node.id === chosen ? { ...node, selected: true } : node)),
    [nodes, chosen],
  );
  const edges = useMemo(() => toStepEdges(document, around), [document, around]);
  const chosenSet = useMemo(() => new Set(chosen === undefined ? [] : [chosen]), [chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = arrows[event.key];
    if (direction === undefined || onChoose === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    const next = chosen === undefined ? document.nodes[0]?.id : neighbour(document, chosen, direction);
    if (next !== undefined) onChoose(next);
  };
  const onKey = useZoomKeys(onKeyDown);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for the whole picture; the arrows walk inside it */}
      <section className={classes.canvas} tabIndex={0} aria-label={label} data-canvas onKeyDown={onKey}>
        <ReactFlow<StepNode, StepEdge>
          nodes={shown}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodeClick={(_, node) => onChoose?.(node.id)}
          {...canvasSettings}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={onChoose !== undefined}
          onInit={(flow) => showFirst(flow, chosen)}
        >
          <Background gap={24} size={2} color="var(--ip-line)" />
          <CanvasTools history={undefined} chosen={chosenSet} />
        </ReactFlow>
      </section>
    </>
  );
}

/** A flow to look at and to choose a step in. */
export function ViewCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}
