import { Button, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, isProblem } from '../../api/problem.ts';
import { useMe } from '../../shell/use-me.ts';
import { toFaultText } from './fault-words.ts';
import { NotFound } from './not-found.tsx';

/** What happened, why, what to do now, with the button that does it. */
export function FaultPanel({ thrown, retry }: { thrown: unknown; retry: () => void }) {
  const { t } = useTranslation();
  if (isProblem(thrown, 404)) return <NotFound />;
  if (isProblem(thrown, 403)) return <NoAccess />;
  const requestId = thrown instanceof ApiProblem ? thrown.requestId : undefined;
  return (
    <Stack align="center" gap={8} py={64} px={16} ta="center" role="alert">
      <IconAlertTriangle size={24} stroke={1.5} color="var(--ip-bad)" aria-hidden />
      <Title order={2}>{t('faults.notLoaded')}</Title>
      <Text maw={560}>{toFaultText(thrown, t)}</Text>
      <Button mt={8} onClick={retry}>
        {t('faults.retry')}
      </Button>
      {requestId !== undefined && (
        <Text size="xs" c="dimmed" ff="monospace">
          {t('faults.request', { id: requestId })}
        </Text>
      )}
    </Stack>
  );
}

function NoAccess() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Stack align="center" gap={8} py={64} px={16} ta="center" role="alert">
      <IconLock size={24} stroke={1.5} aria-hidden />
      <Title order={2}>{t('faults.noAccessTitle')}</Title>
      <Text maw={480}>{t('faults.noAccess', { tenant: me?.tenant.name ?? '' })}</Text>
    </Stack>
  );
}
