import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { flowApi } from '../api/flow-api.ts';
import { keys } from '../api/query-keys.ts';
import { runApi } from '../api/run-api.ts';
import type { Run } from '../api/wire.ts';
import { tell, tellFault } from '../parts/feedback/tell.ts';
import { StatusMark } from '../parts/status-mark.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { useMay } from '../shell/use-me.ts';
import { toDurationText, useLanguage } from '../words/dates.ts';
import { isFinal } from './is-final.ts';
import { LookBack } from './look-back/look-back.tsx';
import { useAsOf } from './look-back/use-as-of.ts';
import { durationOf } from './run-list.tsx';
import classes from './runs.module.css';
import { useStepName } from './use-descriptors.ts';

function Again({ run }: { run: Run }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: (version: 'same' | 'newest') => runApi.again(run.id, version),
    onSuccess: ({ runId }) => navigate(`/runs/${runId}`),
    onError: (thrown) => tellFault(thrown, t),
  });
  const keep = useMutation({
    mutationFn: async () => flowApi.addTest(run.flowId, await runApi.testCase(run.id)),
    onSuccess: ({ name }) => tell(t('tests.added', { name })),
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          loading={again.isPending}
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.5} aria-hidden />}
        >
          {t('runs.again')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => again.mutate('same')}>{t('runs.againSame', { version: run.version })}</Menu.Item>
        <Menu.Item onClick={() => again.mutate('newest')}>{t('runs.againNewest')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => keep.mutate()}>{t('tests.useAsTest')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Cancel({ run }: { run: Run }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => runApi.cancel(run.id),
    onSuccess: (next) => queries.setQueryData(keys.run(run.id), next),
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {t('runs.cancel')}
    </Button>
  );
}

function FaultLine({ run, onChoose }: { run: Run; onChoose: (step: string) => void }) {
  const { t } = useTranslation();
  const nameStep = useStepName(run.document);
  const { fault, faultStep } = run;
  if (fault === null) return null;
  return (
    <p className={classes.fault} role="alert">
      <b>{fault.message}</b> {t(`runs.${fault.kind}Help`)}{' '}
      {faultStep !== null && (
        <button type="button" className={classes.link} onClick={() => onChoose(faultStep)}>
          {t('runs.atStep', { step: nameStep(faultStep) })}
        </button>
      )}
    </p>
  );
}

export function RunHeader({ run, onChoose }: { run: Run; onChoose: (step: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const mayRun = useMay('builder');
  const { asOf, look } = useAsOf();
  const took = durationOf(run, Date.now());
  return (
    <header className={classes.head}>
      <div className={classes.headLine}>
        <h1>
          <Link to={`/flows/${run.flowId}`}>{run.flowName}</Link>
        </h1>
        <StatusMark status={run.status} />
        <span className={classes.facts}>
          {took !== undefined && <span>{toDurationText(took, language)}</span>}
          <span>{t('runs.version', { version: run.version })}</span>
          <TimeText iso={run.acceptedAt} />
          {run.againOf !== null && <Link to={`/runs/${run.againOf}`}>{t('runs.againOf')}</Link>}
          {!isFinal(run.status) && <span>{t('runs.live')}</span>}
        </span>
        <span className={classes.spring} />
        {asOf === undefined && (
          <Button
            variant="default"
            leftSection={<IconHistory size={16} stroke={1.5} aria-hidden />}
            onClick={() => look(0)}
          >
            {t('look.open')}
          </Button>
        )}
        {mayRun && (isFinal(run.status) ? <Again run={run} /> : <Cancel run={run} />)}
      </div>
      {asOf === undefined ? <FaultLine run={run} onChoose={onChoose} /> : <LookBack run={run} />}
    </header>
  );
}
