import '@xyflow/react/dist/base.css';
import type { FlowDocument, FlowEdge } from '@invoicepatch/sdk';
import { Background, type Connection, MiniMap, type NodeChange, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type DragEvent, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toEdge } from '../document/graph.ts';
import { frame, type Place } from '../document/layout/layout.ts';
import classes from './canvas.module.css';
import { type CanvasActs, CanvasActsContext } from './canvas-acts.ts';
import { reuse, type StepEdge, type StepNode, type Surroundings, toStepEdges, toStepNodes } from './canvas-model.ts';
import { canvasSettings, edgeTypes, nodeTypes } from './canvas-parts.ts';
import { type CanvasHistory, CanvasTools } from './canvas-tools.tsx';
import { showFirst } from './first-view.ts';
import { useFlowPlace } from './use-flow-place.ts';
import { useZoomKeys } from './use-zoom-keys.ts';

export interface EditCanvasProps {
  readonly document: FlowDocument;
  readonly around: Surroundings;
  readonly chosen: ReadonlySet<string>;
  readonly chosenEdge: FlowEdge | undefined;
  readonly acts: CanvasActs;
  readonly history: CanvasHistory;
  choose(ids: readonly string[]): void;
  chooseEdge(edge: FlowEdge): void;
  move(places: ReadonlyMap<string, Place>): void;
  connect(edge: FlowEdge): void;
  /** A kind of step was let go on the canvas: on an edge, inside a loop, or free. */
  drop(drop: { type: string; at: Place; edge: string | undefined; loop: string | undefined }): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** Positions while something is dragged; the document hears of them when it is let go. */
function useDragging(nodes: StepNode[], move: EditCanvasProps['move']) {
  const [dragged, setDragged] = useState<ReadonlyMap<string, Place>>(new Map());
  const shown = useMemo(
    () =>
      dragged.size === 0 ? nodes : nodes.map((node) => ({ ...node, position: dragged.get(node.id) ?? node.position })),
    [nodes, dragged],
  );
  const onChange = (changes: readonly NodeChange<StepNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === 'position' && change.position !== undefined && change.dragging === true
        ? [[change.id, change.position] as const]
        : [],
    );
    if (moved.length > 0) setDragged((before) => new Map([...before, ...moved]));
  };
  const onStop = () => {
    const inside = new Set(nodes.filter((node) => node.parentId !== undefined).map((node) => node.id));
    const rounded = [...dragged].map(([id, { x, y }]) => {
      const place = { x: Math.round(x), y: Math.round(y) };
      return [
        id,
        inside.has(id) ? { x: Math.max(12, place.x), y: Math.max(frame.title + 8, place.y) } : place,
      ] as const;
    });
    setDragged(new Map());
    move(new Map(rounded));
  };
  return { shown, onChange, onStop };
}

function useStepNodes({ document, around, chosen }: EditCanvasProps): StepNode[] {
  const previous = useRef<ReadonlyMap<string, StepNode>>(new Map());
  const bare = useMemo(() => {
    const nodes = reuse(previous.current, toStepNodes(document, around));
    previous.current = new Map(nodes.map((node) => [node.id, node]));
    return nodes;
  }, [document, around]);
  return useMemo(() => bare.map((node) => (chosen.has(node.id) ? { ...node, selected: true } : node)), [bare, chosen]);
}

function toDrop(event: DragEvent): {
  edge: string | undefined;
  loop: string | undefined;
  loopBox: DOMRect | undefined;
} {
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  const edge = under
    .map((element) => element.closest('.react-flow__edge')?.getAttribute('data-id'))
    .find((id) => id !== null && id !== undefined);
  const loop = under
    .map((element) => element.closest('.react-flow__node-loop'))
    .find((element) => element !== null && element !== undefined);
  return {
    edge: edge ?? undefined,
    loop: loop?.getAttribute('data-id') ?? undefined,
    loopBox: loop?.getBoundingClientRect(),
  };
}

function useDrop({ drop }: EditCanvasProps) {
  const toFlow = useFlowPlace();
  return (event: DragEvent) => {
    const type = event.dataTransfer.getData('application/x-invoicepatch-step');
    if (type === '') return;
    event.preventDefault();
    const { edge, loop, loopBox } = toDrop(event);
    const at = toFlow({ x: event.clientX, y: event.clientY });
    const corner = loopBox === undefined ? { x: 0, y: 0 } : toFlow({ x: loopBox.x, y: loopBox.y });
    drop({ type, edge, loop, at: { x: Math.round(at.x - corner.x - 110), y: Math.round(at.y - corner.y - 28) } });
  };
}

function Overview() {
  return (
    <MiniMap
      className={classes.map ?? ''}
      pannable
      zoomable
      ariaLabel={null}
      nodeColor="var(--ip-strong-line)"
      maskColor="color-mix(in srgb, var(--ip-sunk) 70%, transparent)"
      bgColor="var(--ip-panel)"
      style={{ width: 160, height: 100 }}
    />
  );
}

function Surface(props: EditCanvasProps) {
  const { t } = useTranslation();
  const { document: flow, around, chosenEdge, choose, chooseEdge, connect, acts, onKeyDown } = props;
  const { shown, onChange, onStop } = useDragging(useStepNodes(props), props.move);
  const onDrop = useDrop(props);
  const onKey = useZoomKeys(onKeyDown);
  const edges = useMemo(
    () =>
      toStepEdges(flow, around).map(
        (edge): StepEdge => (edge.data?.edge === chosenEdge ? { ...edge, selected: true } : edge),
      ),
    [flow, around, chosenEdge],
  );
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => connect(toEdge(source, sourceHandle ?? 'out', target)),
    [connect],
  );
  return (
    <CanvasActsContext value={acts}>
      <section
        className={classes.canvas}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for the whole canvas; the arrows walk inside it
        tabIndex={0}
        aria-label={t('designer.canvas')}
        aria-description={t('designer.canvasHelp')}
        data-canvas
        onKeyDown={onKey}
        onDrop={onDrop}
        onDragOver={(event) => event.preventDefault()}
      >
        <ReactFlow<StepNode, StepEdge>
          nodes={shown}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onChange}
          onNodeDragStop={onStop}
          onSelectionDragStop={onStop}
          onNodeClick={(event, node) =>
            choose(event.shiftKey || event.ctrlKey || event.metaKey ? [...props.chosen, node.id] : [node.id])
          }
          onNodeDragStart={(_, node) => props.chosen.has(node.id) || choose([node.id])}
          onEdgeClick={(_, edge) => edge.data !== undefined && chooseEdge(edge.data.edge)}
          onPaneClick={() => choose([])}
          onSelectionChange={({ nodes }) => nodes.length > 1 && choose(nodes.map((node) => node.id))}
          onConnect={onConnect}
          nodesDraggable={around.editable}
          nodesConnectable={around.editable}
          {...canvasSettings}
          onlyRenderVisibleElements={shown.length > 100}
          onInit={(flow) => showFirst(flow)}
        >
          <Background gap={24} size={2} color="var(--ip-line)" />
          {shown.length > 7 && <Overview />}
          <CanvasTools history={around.editable ? props.history : undefined} chosen={props.chosen} />
        </ReactFlow>
      </section>
    </CanvasActsContext>
  );
}

export function EditCanvas(props: EditCanvasProps) {
  return (
    <ReactFlowProvider>
      <Surface {...props} />
    </ReactFlowProvider>
  );
}
