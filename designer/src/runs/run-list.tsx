import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { flowApi } from '../api/flow-api.ts';
import { keys } from '../api/query-keys.ts';
import { runApi } from '../api/run-api.ts';
import { toQuery } from '../api/send.ts';
import { useLive } from '../api/use-live.ts';
import type { RunSummary } from '../api/wire.ts';
import { Empty } from '../parts/feedback/empty.tsx';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import classes from '../parts/page.module.css';
import { Page } from '../parts/page.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { usePages } from '../parts/use-pages.ts';
import { useMay } from '../shell/use-me.ts';
import { toDateText, toDurationText, useLanguage } from '../words/dates.ts';
import { AgainBar } from './again/again-bar.tsx';
import { type Choosing, useChoosing } from './again/use-choosing.ts';

const statuses = ['queued', 'running', 'waiting', 'needs-person', 'succeeded', 'failed', 'cancelled'] as const;

export function durationOf(run: Pick<RunSummary, 'startedAt' | 'finishedAt'>, now: number): number | undefined {
  if (run.startedAt === null) return undefined;
  return (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt);
}

function RunRow({ run, choosing }: { run: RunSummary; choosing: Choosing | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const took = durationOf(run, Date.now());
  return (
    <tr>
      {choosing !== undefined && (
        <td>
          <Checkbox
            aria-label={t('again.choose', { name: `${run.flowName}, ${toDateText(run.acceptedAt, language)}` })}
            checked={choosing.chosen.has(run.id)}
            onChange={() => choosing.toggle(run.id)}
          />
        </td>
      )}
      <td>
        <Link to={`/runs/${run.id}`}>
          <StatusMark status={run.status} />
        </Link>
      </td>
      <td>
        <Link className={classes.name} to={`/runs/${run.id}`}>
          {run.flowName}
        </Link>{' '}
        <span className={classes.quiet}>v{run.version}</span>
      </td>
      <td>
        <TimeText iso={run.acceptedAt} />
      </td>
      <td className={`${classes.number} ${classes.optional}`}>
        {took === undefined ? '–' : toDurationText(took, language)}
      </td>
      <td className={classes.optional} style={{ maxWidth: 420 }}>
        {run.fault?.message}
      </td>
    </tr>
  );
}

function RunTable({ runs, choosing }: { runs: readonly RunSummary[]; choosing: Choosing | undefined }) {
  const { t } = useTranslation();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {choosing !== undefined && (
              <th scope="col">
                <Checkbox
                  aria-label={t('again.chooseAll')}
                  checked={runs.every(({ id }) => choosing.chosen.has(id))}
                  indeterminate={choosing.chosen.size > 0 && !runs.every(({ id }) => choosing.chosen.has(id))}
                  onChange={() => choosing.toggleAll(runs.map(({ id }) => id))}
                />
              </th>
            )}
            <th scope="col">{t('runs.columnStatus')}</th>
            <th scope="col">{t('runs.columnFlow')}</th>
            <th scope="col">{t('runs.columnStarted')}</th>
            <th scope="col" className={`${classes.number} ${classes.optional}`}>
              {t('runs.columnTook')}
            </th>
            <th scope="col" className={classes.optional}>
              {t('runs.columnFault')}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} choosing={choosing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Filters({
  flowId,
  status,
  change,
}: {
  flowId: string;
  status: string;
  change: (name: string, value: string) => void;
}) {
  const { t } = useTranslation();
  const flows = useQuery({ queryKey: [...keys.flows, 'names'], queryFn: () => flowApi.list('', null) });
  const names = flows.data?.items.map((flow) => ({ value: flow.id, label: flow.name })) ?? [];
  return (
    <>
      <NativeSelect
        aria-label={t('runs.columnFlow')}
        data={[{ value: '', label: t('runs.allFlows') }, ...names]}
        value={flowId}
        onChange={(event) => change('flowId', event.target.value)}
      />
      <NativeSelect
        aria-label={t('runs.columnStatus')}
        data={[
          { value: '', label: t('runs.anyStatus') },
          ...statuses.map((value) => ({ value, label: t(`status.${value}`) })),
        ]}
        value={status}
        onChange={(event) => change('status', event.target.value)}
      />
    </>
  );
}

export function RunList() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [flowId, status] = [query.get('flowId') ?? '', query.get('status') ?? ''];
  const queries = useQueryClient();
  const live = useLive(`/events/stream${toQuery({ flowId })}`, () => {
    void queries.invalidateQueries({ queryKey: [...keys.runs, flowId, status] });
  });
  const runs = usePages({
    key: [...keys.runs, flowId, status],
    load: (cursor) => runApi.list({ flowId, status, cursor }),
    every: live ? 60_000 : 5_000,
  });
  // Many at once are for those that failed: who opens that list wants to get it empty.
  const choosing = useChoosing(`${flowId} ${status}`);
  const mayChoose = useMay('builder') && status === 'failed';
  usePageTitle(t('runs.title'));
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true });
  };
  const filtered = flowId !== '' || status !== '';
  return (
    <Page title={t('runs.title')} filters={<Filters flowId={flowId} status={status} change={change} />}>
      <Loaded query={runs}>
        {(items) => {
          if (items.length > 0) {
            return (
              <>
                {mayChoose && <AgainBar choosing={choosing} flowId={flowId} />}
                <RunTable runs={items} choosing={mayChoose ? choosing : undefined} />
              </>
            );
          }
          if (!filtered) {
            return (
              <Empty title={t('runs.emptyTitle')} text={t('runs.emptyText')}>
                <Button component={Link} to="/flows">
                  {t('faults.toFlows')}
                </Button>
              </Empty>
            );
          }
          return (
            <Empty title={t('runs.noneFound')} text="">
              <Button variant="default" onClick={() => setQuery({}, { replace: true })}>
                {t('runs.clearFilters')}
              </Button>
            </Empty>
          );
        }}
      </Loaded>
      <MoreButton list={runs} />
    </Page>
  );
}
