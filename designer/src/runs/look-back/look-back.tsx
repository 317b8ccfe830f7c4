import { ActionIcon, Button, Slider } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RunFact } from '../../api/looking-wire.ts';
import { keys } from '../../api/query-keys.ts';
import { runApi } from '../../api/run-api.ts';
import type { Run } from '../../api/wire.ts';
import { Loaded } from '../../parts/feedback/loaded.tsx';
import { StatusMark } from '../../parts/status-mark.tsx';
import { toClockText, useLanguage } from '../../words/dates.ts';
import { look as words } from '../../words/looking.ts';
import { useStepName } from '../use-descriptors.ts';
import classes from './look-back.module.css';
import { useAsOf } from './use-as-of.ts';

const isKnown = (kind: string): kind is keyof typeof words => Object.hasOwn(words, kind);

function toFactWord({ kind, attempt }: RunFact, t: TFunction): string {
  return isKnown(kind) ? t(`look.${kind}`, { attempt: attempt ?? 1 }) : t('look.other');
}

function FactLine({ fact, run }: { fact: RunFact; run: Run }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameStep = useStepName(run.document);
  return (
    <>
      <time dateTime={fact.at}>{toClockText(fact.at, language)}</time>
      <b>{nameStep(fact.step)}</b>
      <span>{toFactWord(fact, t)}</span>
      {fact.fault !== null && <span className={classes.quiet}>{fact.fault.message}</span>}
    </>
  );
}

function Moments({ run, facts }: { run: Run; facts: readonly RunFact[] }) {
  const { t } = useTranslation();
  const { asOf = 0, look } = useAsOf();
  const at = facts.findIndex(({ seq }) => seq === asOf) + 1;
  const fact = facts[at - 1];
  const go = (to: number) => look(to === 0 ? 0 : facts[to - 1]?.seq);
  if (facts.length === 0) return <p className={classes.quiet}>{t('look.none')}</p>;
  return (
    <>
      <div className={classes.line}>
        <ActionIcon variant="default" aria-label={t('look.previous')} disabled={at === 0} onClick={() => go(at - 1)}>
          <IconChevronLeft size={16} stroke={1.5} aria-hidden />
        </ActionIcon>
        <Slider
          className={classes.slider ?? ''}
          thumbLabel={t('look.slider')}
          label={null}
          min={0}
          max={facts.length}
          value={at}
          onChange={go}
        />
        <ActionIcon
          variant="default"
          aria-label={t('look.next')}
          disabled={at === facts.length}
          onClick={() => go(at + 1)}
        >
          <IconChevronRight size={16} stroke={1.5} aria-hidden />
        </ActionIcon>
      </div>
      <p className={classes.moment} aria-live="polite">
        {run.asOf != null && <StatusMark status={run.asOf.status} />}
        {fact === undefined ? <span>{t('look.start')}</span> : <FactLine fact={fact} run={run} />}
      </p>
      <ol className={classes.facts} aria-label={t('look.facts')}>
        {facts.map((each, index) => (
          <li key={each.seq}>
            <button type="button" aria-current={index + 1 === at} onClick={() => go(index + 1)}>
              <FactLine fact={each} run={run} />
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Goes back and forth in a run's journal; everything below shows the run as it stood then. */
export function LookBack({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { look } = useAsOf();
  const facts = useQuery({
    queryKey: keys.facts(run.id, `${run.status} ${run.finishedAt}`),
    queryFn: () => runApi.facts(run.id),
  });
  return (
    <section className={classes.panel} aria-label={t('look.open')}>
      <Loaded query={facts}>{({ items }) => <Moments run={run} facts={items} />}</Loaded>
      <Button size="compact-sm" variant="default" onClick={() => look(undefined)}>
        {t('look.close')}
      </Button>
    </section>
  );
}
