import { IconPlus } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../describe/node-look.ts';
import { toSummary } from '../describe/node-summary.ts';
import { toPortWord } from '../describe/port-word.ts';
import { StatusIcon } from '../parts/status-mark.tsx';
import { useLanguage } from '../words/dates.ts';
import classes from './canvas.module.css';
import { useCanvasActs } from './canvas-acts.ts';
import { portOffset, type StepFace, type StepNode } from './canvas-model.ts';
import { NodeMark } from './node-mark.tsx';
import { NodeShape } from './node-shape.tsx';

function useFaceWords(face: StepFace): { name: string; summary: string } {
  const { t } = useTranslation();
  const language = useLanguage();
  return {
    name: nameOf(face.node, face.descriptor, language),
    summary: toSummary(face.node, { ...face, language, t }),
  };
}

/** The number of problems, or the state in a run. */
function Badge({ face }: { face: StepFace }) {
  const { t } = useTranslation();
  if (face.status !== undefined) {
    return (
      <span className={classes.badge} data-status={face.status} title={t(`status.${face.status}`)}>
        <StatusIcon status={face.status} size={16} />
      </span>
    );
  }
  if (face.problems === 0) return null;
  return (
    <span className={classes.badge} data-status="failed" title={t('designer.problems', { count: face.problems })}>
      <span className={classes.count}>{face.problems}</span>
    </span>
  );
}

/** The first word stands above its line, the last below, one between them on it: so that none covers another. */
function wordLift(index: number, count: number): number {
  if (index === 0) return 17;
  return index === count - 1 ? -1 : 9;
}

function Ports({ face }: { face: StepFace }) {
  const { t } = useTranslation();
  const acts = useCanvasActs();
  const { node, parent, ports, openPorts, editable } = face;
  return (
    <>
      {face.look !== 'trigger' && (
        <Handle
          id="in"
          type="target"
          position={Position.Left}
          className={classes.port}
          style={{ top: 28 }}
          isConnectable={editable}
        />
      )}
      {ports.map((port, index) => (
        <div key={port}>
          <Handle
            id={port}
            type="source"
            position={Position.Right}
            className={classes.port}
            style={{ top: portOffset(index, ports.length) }}
            isConnectable={editable}
          />
          {ports.length > 1 && (
            <span
              className={classes.portWord}
              style={{ top: portOffset(index, ports.length) - wordLift(index, ports.length) }}
              data-open={editable && openPorts.includes(port)}
            >
              {toPortWord(port, t)}
            </span>
          )}
          {editable && openPorts.includes(port) && (
            <button
              type="button"
              tabIndex={-1}
              className={`${classes.plus} nodrag`}
              style={{ top: portOffset(index, ports.length) - 12 }}
              aria-label={t('designer.addStep')}
              onClick={() => acts.addAfter({ parent, from: node.id, port })}
            >
              <IconPlus size={14} stroke={2} aria-hidden />
            </button>
          )}
        </div>
      ))}
    </>
  );
}

export const StepNodeView = memo(function StepNodeView({ data, selected }: NodeProps<StepNode>) {
  const { name, summary } = useFaceWords(data);
  return (
    <div
      className={classes.node}
      data-selected={selected}
      data-look={data.look}
      data-status={data.status}
      data-step={data.node.id}
    >
      <NodeShape look={data.look} band={data.colour} />
      <span className={classes.mark}>
        <NodeMark descriptor={data.descriptor} initials={data.initials} />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.summary}>{summary}</span>
      </span>
      <Badge face={data} />
      <Ports face={data} />
    </div>
  );
});

export const LoopNodeView = memo(function LoopNodeView({ data, selected }: NodeProps<StepNode>) {
  const { t } = useTranslation();
  const acts = useCanvasActs();
  const { name, summary } = useFaceWords(data);
  const inside = { kind: 'free' as const, parent: data.node.id };
  const empty = data.node.body?.nodes.length === 0;
  return (
    <div className={classes.loop} data-selected={selected} data-status={data.status} data-step={data.node.id}>
      <div className={`${classes.loopTitle} loop-title`}>
        <NodeMark descriptor={data.descriptor} />
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          <span className={classes.summary}>{summary}</span>
        </span>
        {data.editable && !empty && (
          <button
            type="button"
            tabIndex={-1}
            className={`${classes.inside} nodrag`}
            aria-label={t('designer.addInside', { name })}
            title={t('designer.addInside', { name })}
            onClick={() => acts.add(inside)}
          >
            <IconPlus size={16} stroke={1.5} aria-hidden />
          </button>
        )}
      </div>
      {data.editable && empty && (
        <button type="button" tabIndex={-1} className={`${classes.first} nodrag`} onClick={() => acts.add(inside)}>
          <IconPlus size={16} stroke={1.5} aria-hidden /> {t('designer.emptyLoop')}
        </button>
      )}
      <Badge face={data} />
      <Ports face={data} />
    </div>
  );
});
