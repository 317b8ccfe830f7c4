import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/query-keys.ts';
import { runApi } from '../api/run-api.ts';
import type { Run, StepDetail, StepSummary } from '../api/wire.ts';
import { toPortWord } from '../describe/port-word.ts';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { StatusMark } from '../parts/status-mark.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { toDurationText, useLanguage } from '../words/dates.ts';
import { Answer } from './answer.tsx';
import { JsonView } from './json-view.tsx';
import { useAsOf } from './look-back/use-as-of.ts';
import { durationOf } from './run-list.tsx';
import classes from './runs.module.css';
import { Settle } from './settle.tsx';
import { useStepName } from './use-descriptors.ts';
import { WaitNote } from './wait-note.tsx';

function ErrorTab({ step }: { step: StepDetail }) {
  const { t } = useTranslation();
  if (step.fault === null) return null;
  return (
    <div className={classes.tab}>
      <p>
        <b>{step.fault.message}</b>
      </p>
      {step.status === 'failed' && <p>{t(`runs.${step.fault.kind}Help`)}</p>}
      <p className={classes.code}>{step.fault.code}</p>
      {Object.keys(step.fault.details).length > 0 && (
        <pre className={classes.raw}>{JSON.stringify(step.fault.details, null, 2)}</pre>
      )}
    </div>
  );
}

function AttemptsTab({ step }: { step: StepDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ol className={classes.attempts}>
      {step.attempts.map((attempt) => {
        const took = durationOf(attempt, Date.now());
        return (
          <li key={attempt.number}>
            <b>{t('runs.attempt', { number: attempt.number })}</b> {t(`runs.${attempt.outcome}`)} ·{' '}
            <TimeText iso={attempt.startedAt} /> · {took !== undefined && toDurationText(took, language)}
            {attempt.fault !== null && <p>{attempt.fault.message}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function TimingTab({ step }: { step: StepDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const took = durationOf(step, Date.now());
  return (
    <dl className={classes.timing}>
      <dt>{t('runs.started')}</dt>
      <dd>{step.startedAt === null ? '–' : <TimeText iso={step.startedAt} />}</dd>
      <dt>{t('runs.finished')}</dt>
      <dd>{step.finishedAt === null ? '–' : <TimeText iso={step.finishedAt} />}</dd>
      <dt>{t('runs.duration')}</dt>
      <dd>{took === undefined ? '–' : toDurationText(took, language)}</dd>
      <dt>{t('runs.attemptCount')}</dt>
      <dd>{step.attempts.length}</dd>
    </dl>
  );
}

const tabs = ['input', 'output', 'error', 'attempts', 'timing'] as const;

/** Only what the step has: most have no error, and a pure one no attempts. */
function tabsOf(step: StepDetail): readonly (typeof tabs)[number][] {
  const absent = new Set([step.fault === null ? 'error' : '', step.attempts.length === 0 ? 'attempts' : '']);
  return tabs.filter((tab) => !absent.has(tab));
}

function Details({ run, step }: { run: Run; step: StepDetail }) {
  const { t } = useTranslation();
  // Nobody decides in the past.
  const now = run.asOf == null;
  const first = step.fault !== null ? 'error' : step.status === 'succeeded' ? 'output' : 'input';
  return (
    <>
      {now && step.status === 'needs-person' && step.ask !== null && <Answer run={run} step={step} ask={step.ask} />}
      {now && step.status === 'doubtful' && <Settle run={run} step={step} />}
      {step.wait !== null && <WaitNote wait={step.wait} />}
      {step.answer !== null && (
        <p className={classes.hint}>
          {toPortWord(step.answer.port, t)} · <TimeText iso={step.answer.at} />{' '}
          {step.answer.note !== '' && `· “${step.answer.note}”`}
        </p>
      )}
      <Tabs defaultValue={first} keepMounted={false}>
        <Tabs.List>
          {tabsOf(step).map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`runs.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="input">
          <JsonView value={step.input} />
        </Tabs.Panel>
        <Tabs.Panel value="output">
          <JsonView value={step.output} />
        </Tabs.Panel>
        <Tabs.Panel value="error">
          <ErrorTab step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="attempts">
          <AttemptsTab step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="timing">
          <TimingTab step={step} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Changes whenever the step does, so that what is shown is asked for again then, and only then. */
const seenAs = (summary: StepSummary) => `${summary.status} ${summary.attempts} ${summary.finishedAt}`;

export function StepDetails({ run, step }: { run: Run; step: string }) {
  const { t } = useTranslation();
  const nameStep = useStepName(run.document);
  const { asOf } = useAsOf();
  const summary = run.steps.find((one) => one.step === step);
  const reached = summary !== undefined && summary.status !== 'pending';
  const detail = useQuery({
    queryKey: keys.step(run.id, step, summary === undefined ? '' : `${seenAs(summary)} ${asOf ?? ''}`),
    queryFn: () => runApi.step(run.id, step, asOf),
    enabled: reached,
    placeholderData: (old) => old,
  });
  if (!reached) return <p className={classes.hint}>{t('runs.notReached')}</p>;
  return (
    <>
      <div className={classes.detailHead}>
        <div>
          <h2>{nameStep(step)}</h2>
          <code>{step}</code>
        </div>
        <StatusMark status={summary.status} />
      </div>
      <Loaded query={detail}>{(data) => <Details key={`${data.step} ${data.status}`} run={run} step={data} />}</Loaded>
    </>
  );
}
