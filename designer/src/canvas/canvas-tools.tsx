import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutGrid,
  IconMaximize,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './canvas.module.css';

export interface CanvasHistory {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  undo(): void;
  redo(): void;
  tidy(): void;
}

interface ToolProps {
  readonly label: string;
  readonly keys: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, keys, disabled = false, onClick, children }: ToolProps) {
  return (
    <Tooltip label={keys === '' ? label : `${label} · ${keys}`}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Brings the chosen step into sight when the keyboard or the outline went to it. */
function useReveal(chosen: ReadonlySet<string>): void {
  const flow = useReactFlow();
  useEffect(() => {
    const [id] = chosen;
    const node = id === undefined || chosen.size !== 1 ? undefined : flow.getInternalNode(id);
    const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
    if (node === undefined || box === undefined) return;
    const { x, y } = flow.flowToScreenPosition(node.internals.positionAbsolute);
    const seen = x > box.left + 8 && y > box.top + 8 && x < box.right - 120 && y < box.bottom - 60;
    if (seen) return;
    const middle = node.internals.positionAbsolute;
    void flow.setCenter(middle.x + 110, middle.y + 28, { zoom: flow.getZoom(), duration: 120 });
  }, [chosen, flow]);
}

export function CanvasTools({ history, chosen }: { history: CanvasHistory | undefined; chosen: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  useReveal(chosen);
  const icon = { size: 18, stroke: 1.5, 'aria-hidden': true } as const;
  return (
    <div className={classes.tools}>
      {history !== undefined && (
        <>
          <Tool label={t('designer.undo')} keys="Ctrl Z" disabled={!history.canUndo} onClick={history.undo}>
            <IconArrowBackUp {...icon} />
          </Tool>
          <Tool label={t('designer.redo')} keys="Ctrl ⇧ Z" disabled={!history.canRedo} onClick={history.redo}>
            <IconArrowForwardUp {...icon} />
          </Tool>
          <Tool label={t('designer.tidy')} keys="T" onClick={history.tidy}>
            <IconLayoutGrid {...icon} />
          </Tool>
        </>
      )}
      <Tool label={t('designer.zoomOut')} keys="-" onClick={() => void flow.zoomOut()}>
        <IconZoomOut {...icon} />
      </Tool>
      <Tool label={t('designer.zoomIn')} keys="+" onClick={() => void flow.zoomIn()}>
        <IconZoomIn {...icon} />
      </Tool>
      <Tool label={t('designer.fit')} keys="1" onClick={() => void flow.fitView({ padding: 0.16, maxZoom: 1 })}>
        <IconMaximize {...icon} />
      </Tool>
    </div>
  );
}
