import { Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BoundedNumber } from '../../form/bounded-number.tsx';
import { useDocument, useEditor, useWorkplace } from '../use-editor.ts';

/** What holds for the whole flow: how long a run may take. */
export function FlowSettingsDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const disabled = !useEditor((state) => state.mayEdit);
  const { timeoutMs } = useDocument();
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('policy.flowTitle')}
      size={480}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack gap={16}>
        <BoundedNumber
          label={t('policy.flowTimeout')}
          help={t('policy.flowTimeoutHelp')}
          disabled={disabled}
          value={timeoutMs}
          least={1_000}
          most={366 * 86_400_000}
          scale={1_000}
          unit=" s"
          onChange={(next) => editor.edit('flow timeoutMs', (document) => ({ ...document, timeoutMs: next }))}
        />
      </Stack>
    </Modal>
  );
}
