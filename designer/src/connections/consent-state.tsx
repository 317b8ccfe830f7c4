import { Anchor, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { consentApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Consent } from '../api/wire.ts';
import { tellFault } from '../parts/feedback/tell.ts';

/** Several companies may stand behind one consent; the person says which is meant. */
export function ChooseAccount({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const choose = useMutation({
    mutationFn: (account: number) => consentApi.choose(consent.id, account),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.connections }),
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Stack gap={8}>
      <Text fw={600}>{t('connections.consentChoose')}</Text>
      <Text size="sm" c="dimmed">
        {t('connections.consentChooseText')}
      </Text>
      {consent.accounts.map(({ title }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what is chosen.
        <Button key={index} variant="default" loading={choose.isPending} onClick={() => choose.mutate(index)}>
          {title}
        </Button>
      ))}
    </Stack>
  );
}

export function ConsentProblem({ text, onAgain }: { text: string; onAgain?: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap={8} align="flex-start" role="alert">
      <IconAlertTriangle size={24} stroke={1.5} color="var(--ip-bad)" aria-hidden />
      <Title order={2}>{t('connections.consentFailed')}</Title>
      <Text>{text}</Text>
      {onAgain !== undefined && (
        <Button variant="default" onClick={onAgain}>
          {t('connections.consentAgain')}
        </Button>
      )}
    </Stack>
  );
}

export function ConsentWaiting({ url }: { url: string }) {
  const { t } = useTranslation();
  return (
    <Group gap={12} wrap="nowrap" align="flex-start" role="status">
      <Loader size="sm" aria-hidden />
      <Stack gap={4}>
        <Text size="sm">{t('connections.consentWaiting')}</Text>
        <Anchor size="sm" href={url} target="_blank" rel="noopener noreferrer">
          {t('connections.consentOpen')}
        </Anchor>
      </Stack>
    </Group>
  );
}
