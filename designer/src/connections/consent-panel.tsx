import { Button, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedConsent } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import { tell, tellFault } from '../parts/feedback/tell.ts';
import { ChooseAccount, ConsentProblem, ConsentWaiting } from './consent-state.tsx';
import { useConsent } from './use-consent.ts';

/** From the button to the other system, until the connection stands. */
export function ConsentPanel({
  system,
  disabled = false,
  ask,
  onDone,
}: {
  system: string;
  disabled?: boolean;
  ask: () => Promise<AskedConsent>;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { asked, consent, begin, forget } = useConsent();
  const done = consent?.status === 'done';
  useEffect(() => {
    if (!done) return;
    tell(t('connections.consentDone'));
    void queries.invalidateQueries({ queryKey: keys.connections });
    onDone();
  }, [done, onDone, queries, t]);
  const start = () => begin(ask).catch((thrown: unknown) => tellFault(thrown, t));
  if (consent?.status === 'choosing') return <ChooseAccount consent={consent} />;
  if (consent?.status === 'failed') return <ConsentProblem text={consent.problem?.message ?? ''} onAgain={forget} />;
  return (
    <Stack>
      <Button disabled={disabled} onClick={start}>
        {t('connections.goConsent', { system })}
      </Button>
      {asked !== undefined && <ConsentWaiting url={asked.url} />}
    </Stack>
  );
}
