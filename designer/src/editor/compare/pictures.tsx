import type { FlowDocument } from '@invoicepatch/sdk';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import type { RunComparison } from '../../api/looking-wire.ts';
import { keys } from '../../api/query-keys.ts';
import type { StepStatus } from '../../api/wire.ts';
import { PicturedFlow } from '../../canvas/pictured-flow.tsx';
import { useDocument, useEditor } from '../use-editor.ts';
import classes from './compare.module.css';

/** The state of each node that differs; what stayed as it was is drawn without one. */
function toStatuses(run: RunComparison, side: 'before' | 'after'): ReadonlyMap<string, StepStatus> {
  return new Map(
    run.steps.flatMap((step) => {
      const shown = step[side];
      return shown === null ? [] : [[step.nodeId, shown.status] as const];
    }),
  );
}

function Picture({
  label,
  document,
  statuses,
}: {
  label: string;
  document: FlowDocument;
  statuses: ReturnType<typeof toStatuses>;
}) {
  return (
    <figure className={classes.picture}>
      <figcaption>{label}</figcaption>
      <div>
        <PicturedFlow document={document} label={label} statuses={statuses} />
      </div>
    </figure>
  );
}

/** The flow as it ran beside the draft, with the steps marked that differ. */
export function Pictures({ run }: { run: RunComparison }) {
  const { t } = useTranslation();
  const { id } = useEditor((state) => state.flow);
  const draft = useDocument();
  const then = useQuery({
    queryKey: [...keys.versions(id), run.version],
    queryFn: () => flowApi.version(id, run.version),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (then.data === undefined) return null;
  return (
    <div className={classes.pictures}>
      <Picture
        label={t('compare.pictureBefore', { version: run.version })}
        document={then.data.document}
        statuses={toStatuses(run, 'before')}
      />
      <Picture label={t('compare.pictureAfter')} document={draft} statuses={toStatuses(run, 'after')} />
    </div>
  );
}
