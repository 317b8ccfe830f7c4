import { useTranslation } from 'react-i18next';
import type { Run } from '../api/wire.ts';
import { nameOf } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import { toOutline } from '../document/layout/outline.ts';
import { toStepPath } from '../document/step-path.ts';
import { StatusIcon } from '../parts/status-mark.tsx';
import { toDurationText, useLanguage } from '../words/dates.ts';
import { durationOf } from './run-list.tsx';
import classes from './runs.module.css';
import { useDescriptors } from './use-descriptors.ts';

interface Props {
  readonly run: Run;
  readonly step: string | undefined;
  readonly items: ReadonlyMap<string, number>;
  readonly onChoose: (step: string) => void;
}

function toCountWords({ total, succeeded, failed }: NonNullable<Run['steps'][number]['counts']>) {
  return { done: succeeded + failed, total, failed };
}

/** The steps of a run as a list: the twin of the picture, with the same step chosen. */
export function StepList({ run, step, items, onChoose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const descriptors = useDescriptors();
  const byStep = new Map(run.steps.map((summary) => [summary.step, summary]));
  return (
    <ol className={classes.steps}>
      {toOutline(run.document).map((row) => {
        const path = toStepPath(run.document, row.id, items);
        const summary = byStep.get(path);
        const node = findNode(run.document, row.id);
        const status = summary?.status ?? 'pending';
        const took = summary === undefined ? undefined : durationOf(summary, Date.now());
        return (
          <li key={row.id}>
            <button
              type="button"
              aria-current={path === step}
              style={{ paddingLeft: row.level * 16 - 8 }}
              onClick={() => onChoose(path)}
            >
              <StatusIcon status={status} />
              <span className={classes.stepName}>
                {node === undefined ? row.id : nameOf(node, descriptors.get(node.type), language)}
              </span>
              <span className={classes.quiet}>
                {summary?.counts != null && summary.counts.total > 0
                  ? t('runs.counts', toCountWords(summary.counts))
                  : took === undefined
                    ? t(`status.${status}`)
                    : toDurationText(took, language)}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
