import { Button, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { consentApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Consent } from '../api/wire.ts';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { ChooseAccount, ConsentProblem } from './consent-state.tsx';

function Settled({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  useEffect(() => {
    // Works in the window that the connections page opened; in a tab of the person's own it does nothing.
    if (consent.status === 'done') window.close();
  }, [consent.status]);
  if (consent.status === 'choosing') return <ChooseAccount consent={consent} />;
  if (consent.status === 'failed') return <ConsentProblem text={consent.problem?.message ?? ''} />;
  return (
    <Stack gap={4} align="flex-start" role="status">
      <IconCircleCheck size={24} stroke={1.5} color="var(--ip-good)" aria-hidden />
      <Title order={2}>{t('connections.consentDone')}</Title>
      <Text c="dimmed">{t('connections.consentDoneText')}</Text>
    </Stack>
  );
}

/** Where a person stands who comes back from the consent of another system. */
export function ConsentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const known = id !== 'unknown';
  const consent = useQuery({
    queryKey: [...keys.connections, 'consent', id],
    queryFn: () => consentApi.get(id),
    enabled: known,
  });
  usePageTitle(t('connections.title'));
  return (
    <Page title={t('connections.title')}>
      <Stack maw={520} gap={16}>
        {known ? (
          <Loaded query={consent}>{(data) => <Settled consent={data} />}</Loaded>
        ) : (
          <ConsentProblem text={t('connections.consentUnknown')} />
        )}
        <Button component={Link} to="/connections" variant="default" style={{ alignSelf: 'flex-start' }}>
          {t('connections.consentBack')}
        </Button>
      </Stack>
    </Page>
  );
}
