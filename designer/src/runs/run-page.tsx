import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { keys } from '../api/query-keys.ts';
import { runApi } from '../api/run-api.ts';
import { useLive } from '../api/use-live.ts';
import type { Run, StepSummary } from '../api/wire.ts';
import { PicturedFlow } from '../canvas/pictured-flow.tsx';
import { listNodes } from '../document/graph.ts';
import { toItems, toNodeId, toStepPath } from '../document/step-path.ts';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { isFinal } from './is-final.ts';
import { ItemStrips } from './item-strips.tsx';
import { useAsOf } from './look-back/use-as-of.ts';
import { RunHeader } from './run-header.tsx';
import { isTakenIn, worstFirst } from './run-path.ts';
import classes from './runs.module.css';
import { StepDetails } from './step-details.tsx';
import { StepList } from './step-list.tsx';

/** The step in the address; without one, the step that asks for attention. */
function useChosenStep(run: Run) {
  const [query, setQuery] = useSearchParams();
  const step = query.get('step') ?? worstFirst(run)?.step;
  const choose = (next: string) => {
    const kept = new URLSearchParams(query);
    kept.set('step', next);
    setQuery(kept, { replace: true });
  };
  return { step, choose };
}

function usePath(run: Run, items: ReadonlyMap<string, number>) {
  return useMemo(() => {
    const byStep = new Map(run.steps.map((step) => [step.step, step]));
    const stepOf = (nodeId: string): StepSummary | undefined => byStep.get(toStepPath(run.document, nodeId, items));
    const nodes = listNodes(run.document);
    const statuses = new Map(nodes.map(({ node }) => [node.id, stepOf(node.id)?.status ?? 'pending'] as const));
    return { statuses, isTaken: isTakenIn(stepOf) };
  }, [run, items]);
}

function RunView({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { step, choose } = useChosenStep(run);
  const items = useMemo(() => toItems(step ?? ''), [step]);
  const { statuses, isTaken } = usePath(run, items);
  usePageTitle(run.flowName);
  const chooseNode = (nodeId: string) => choose(toStepPath(run.document, nodeId, items));
  return (
    <div className={classes.view}>
      <RunHeader run={run} onChoose={choose} />
      <div className={classes.picture}>
        <PicturedFlow
          document={run.document}
          label={t('runs.canvas')}
          statuses={statuses}
          isTaken={isTaken}
          chosen={step === undefined ? undefined : toNodeId(step)}
          onChoose={chooseNode}
        />
      </div>
      <aside className={classes.list} aria-label={t('runs.steps')}>
        <ItemStrips run={run} step={step} onChoose={choose} />
        <StepList run={run} step={step} items={items} onChoose={choose} />
      </aside>
      <section className={classes.details} aria-label={t('designer.step')}>
        {step === undefined ? (
          <p className={classes.hint}>{t('runs.chooseStep')}</p>
        ) : (
          <StepDetails key={step} run={run} step={step} />
        )}
      </section>
    </div>
  );
}

/** The run as it is, or as it stood at the moment that the address names. */
function useShownRun(id: string) {
  const { asOf } = useAsOf();
  const queries = useQueryClient();
  const known = queries.getQueryData<Run>(keys.run(id));
  const over = known !== undefined && isFinal(known.status);
  const live = useLive(id === '' || over ? undefined : `/runs/${id}/events`, () => {
    void queries.invalidateQueries({ queryKey: keys.run(id) });
  });
  const run = useQuery({
    queryKey: keys.run(id),
    queryFn: () => runApi.get(id),
    placeholderData: keepPreviousData,
    // Stops by itself while the page is hidden.
    refetchInterval: ({ state }) => (live || (state.data !== undefined && isFinal(state.data.status)) ? false : 1_000),
  });
  const then = useQuery({
    queryKey: keys.runAsOf(id, asOf ?? 0),
    queryFn: () => runApi.get(id, asOf),
    enabled: asOf !== undefined,
    placeholderData: keepPreviousData,
  });
  return asOf === undefined ? run : then;
}

export function RunPage() {
  const { id = '' } = useParams();
  const run = useShownRun(id);
  return <Loaded query={run}>{(data) => <RunView run={data} />}</Loaded>;
}
