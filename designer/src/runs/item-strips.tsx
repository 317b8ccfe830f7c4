import { useTranslation } from 'react-i18next';
import type { Run, StepStatus, StepSummary } from '../api/wire.ts';
import { nameOf } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import { loopsAround, toItems, toNodeId, toStepPath } from '../document/step-path.ts';
import { StatusIcon } from '../parts/status-mark.tsx';
import { useLanguage } from '../words/dates.ts';
import classes from './runs.module.css';
import { useDescriptors } from './use-descriptors.ts';

const order: readonly StepStatus[] = [
  'needs-person',
  'doubtful',
  'failed',
  'running',
  'waiting',
  'handled',
  'undone',
  'succeeded',
  'pending',
  'skipped',
];

interface Item {
  readonly index: number;
  readonly status: StepStatus;
}

/** The items of one loop, each with the state that matters most in it. */
function itemsOf(steps: readonly StepSummary[], loop: string): Item[] {
  const byIndex = new Map<number, StepStatus>();
  for (const { step, status } of steps) {
    const index = toItems(step).get(loop);
    if (index === undefined) continue;
    const known = byIndex.get(index);
    if (known === undefined || order.indexOf(status) < order.indexOf(known)) byIndex.set(index, status);
  }
  return [...byIndex].map(([index, status]) => ({ index, status })).sort((one, other) => one.index - other.index);
}

function loopsOf(run: Run, step: string | undefined): string[] {
  if (step === undefined) return [];
  const nodeId = toNodeId(step);
  const inside = loopsAround(run.document, nodeId);
  return findNode(run.document, nodeId)?.body === undefined ? inside : [...inside, nodeId];
}

/** For each loop around the chosen step: which item is looked at. */
export function ItemStrips({
  run,
  step,
  onChoose,
}: {
  run: Run;
  step: string | undefined;
  onChoose: (step: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const descriptors = useDescriptors();
  const loops = loopsOf(run, step);
  const chosen = toItems(step ?? '');
  const goTo = (loop: string, index: number) => {
    const nodeId = toNodeId(step ?? '');
    const goal = nodeId === loop ? (findNode(run.document, loop)?.body?.nodes[0]?.id ?? loop) : nodeId;
    onChoose(toStepPath(run.document, goal, new Map([...chosen, [loop, index]])));
  };
  return loops.map((loop) => {
    const node = findNode(run.document, loop);
    const items = itemsOf(run.steps, loop);
    if (node === undefined || items.length === 0) return null;
    const name = nameOf(node, descriptors.get(node.type), language);
    return (
      <fieldset key={loop} className={classes.strip}>
        <legend>
          {name} · {t('runs.items', { count: items.length })}
        </legend>
        <div>
          {items.map(({ index, status }) => (
            <button
              key={index}
              type="button"
              aria-pressed={chosen.get(loop) === index}
              aria-label={`${t('runs.item', { number: index + 1 })}: ${t(`status.${status}`)}`}
              onClick={() => goTo(loop, index)}
            >
              <StatusIcon status={status} size={14} />
              {index + 1}
            </button>
          ))}
        </div>
      </fieldset>
    );
  });
}
