import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Wait } from '../api/wire.ts';
import { toPortWord } from '../describe/port-word.ts';
import { TimeText } from '../parts/time-text.tsx';
import classes from './runs.module.css';

/** What a step waits for, or waited for: a time, a request, a flow, people. */
export function WaitNote({ wait }: { readonly wait: Wait }) {
  const { t } = useTranslation();
  switch (wait.kind) {
    case 'time':
      return (
        <p className={classes.hint}>
          {t('runs.waitTime')} {wait.until !== null && <TimeText iso={wait.until} />}
        </p>
      );
    case 'callback':
      return (
        <p className={classes.hint}>
          {t(wait.heard ? 'runs.waitHeard' : 'runs.waitCallback')}{' '}
          {wait.expiresAt !== null && <TimeText iso={wait.expiresAt} />}
        </p>
      );
    case 'flow':
      return (
        <p className={classes.hint}>
          <Anchor component={Link} to={`/runs/${wait.runId}`}>
            {t('runs.waitFlow')}
          </Anchor>
        </p>
      );
    case 'people':
      return <PeopleNote wait={wait} />;
  }
}

function PeopleNote({ wait }: { readonly wait: Extract<Wait, { kind: 'people' }> }) {
  const { t } = useTranslation();
  const given = (port: string) => wait.answers.filter((answer) => answer.port === port).length;
  const needed = (wait.choices ?? []).filter((choice) => choice.needed > 1);
  return (
    <p className={classes.hint}>
      {needed.map((choice) => (
        <span key={choice.port}>
          {t('runs.voices', {
            port: toPortWord(choice.port, t),
            given: given(choice.port),
            needed: choice.needed,
          })}{' '}
        </span>
      ))}
      {wait.people !== null && <span>{t('runs.askedOf', { people: wait.people.join(', ') })} </span>}
      {wait.reminders > 0 && <span>{t('runs.reminded', { count: wait.reminders })} </span>}
      {wait.expiresAt !== null && (
        <span>
          {t('runs.expires')} <TimeText iso={wait.expiresAt} />
        </span>
      )}
    </p>
  );
}
