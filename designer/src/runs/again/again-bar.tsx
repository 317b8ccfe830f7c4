import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgainChoice } from '../../api/looking-wire.ts';
import { AgainDialog } from './again-dialog.tsx';
import type { Choosing } from './use-choosing.ts';

/** Above the list of failed runs: those that are chosen, or all that match, are run again. */
export function AgainBar({ choosing, flowId }: { choosing: Choosing; flowId: string }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<AgainChoice>();
  const { chosen, clear } = choosing;
  const all: AgainChoice = { filter: { status: 'failed', ...(flowId === '' ? {} : { flowId }) } };
  return (
    <Group gap={12} mb={8} mih={36}>
      <Text role="status">{t('again.chosen', { count: chosen.size })}</Text>
      <Button disabled={chosen.size === 0} onClick={() => setChoice({ runIds: [...chosen] })}>
        {t('again.run')}
      </Button>
      <Button variant="default" onClick={() => setChoice(all)}>
        {t('again.runAll')}
      </Button>
      {choice !== undefined && (
        <AgainDialog
          choice={choice}
          onClose={() => {
            setChoice(undefined);
            clear();
          }}
        />
      )}
    </Group>
  );
}
