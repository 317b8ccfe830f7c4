import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './canvas.module.css';
import { useCanvasActs } from './canvas-acts.ts';
import type { StepEdge } from './canvas-model.ts';

export const FlowEdgeView = memo(function FlowEdgeView(props: EdgeProps<StepEdge>) {
  const { t } = useTranslation();
  const acts = useCanvasActs();
  const { data, selected, markerEnd } = props;
  // Turning right after the source keeps long edges out of the steps between.
  const centerX = props.sourceX + 40;
  const [path, x, y] = getSmoothStepPath({
    ...props,
    borderRadius: 8,
    ...(centerX < props.targetX ? { centerX } : {}),
  });
  return (
    <g className={classes.edge} data-taken={data?.taken} data-selected={selected}>
      <BaseEdge path={path} {...(markerEnd === undefined ? {} : { markerEnd })} interactionWidth={24} />
      {data?.editable === true && (
        // biome-ignore lint/a11y/useSemanticElements: inside a drawing there is no button; the key A does the same
        <g
          role="button"
          tabIndex={-1}
          aria-label={t('designer.insert')}
          className={classes.insert}
          transform={`translate(${x},${y})`}
          onClick={() => acts.insert(data)}
          onKeyDown={(event) => event.key === 'Enter' && acts.insert(data)}
        >
          <circle r={12} />
          <path d="M-4 0H4M0 -4V4" />
        </g>
      )}
    </g>
  );
});
