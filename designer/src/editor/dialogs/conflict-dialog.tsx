import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../api/wire.ts';
import { compareDocuments } from '../../document/compare.ts';
import type { DraftSaver } from '../draft-saver.ts';
import classes from '../editor.module.css';
import { useDocument } from '../use-editor.ts';
import lists from './dialogs.module.css';

/** Two people changed the same draft: what differs, and whose is kept. Undo brings the other back. */
export function ConflictDialog({ theirs, saver }: { theirs: Flow; saver: DraftSaver }) {
  const { t } = useTranslation();
  const differences = compareDocuments(useDocument(), theirs.draft);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('designer.conflictTitle')}
      size={520}
    >
      <Text mb={8}>{differences.length === 0 ? t('designer.conflictSame') : t('designer.conflictText')}</Text>
      <ul className={lists.differences}>
        {differences.map(({ id, name, change }) => (
          <li key={id}>
            <b>{name}</b> <span className={classes.quiet}>{t(`designer.change-${change}`)}</span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt={16}>
        <Button variant="default" onClick={() => saver.takeTheirs()}>
          {t('designer.keepTheirs')}
        </Button>
        <Button onClick={() => void saver.keepMine()}>{t('designer.keepMine')}</Button>
      </Group>
    </Modal>
  );
}
