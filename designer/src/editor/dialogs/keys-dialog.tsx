import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWorkplace } from '../use-editor.ts';
import classes from './keys-dialog.module.css';

const rows = [
  ['keys-walk', ['←', '↑', '→', '↓']],
  ['addStep', ['A']],
  ['keys-enter', ['Enter']],
  ['keys-rename', ['F2']],
  ['keys-connect', ['C']],
  ['duplicate', ['Ctrl D']],
  ['keys-remove', ['Delete']],
  ['tidy', ['T']],
  ['keys-problems', ['[', ']']],
  ['fit', ['1']],
  ['keys-full', ['0']],
  ['zoomIn', ['+']],
  ['zoomOut', ['-']],
  ['undo', ['Ctrl Z']],
  ['redo', ['Ctrl Shift Z']],
  ['keys-save', ['Ctrl S']],
  ['keys-commands', ['Ctrl K']],
] as const;

/** Every key that does something here. */
export function KeysDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('designer.shortcuts')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <dl className={classes.keys}>
        {rows.map(([act, signs]) => (
          <div key={act}>
            <dt>{t(`designer.${act}`)}</dt>
            <dd>
              {signs.map((sign) => (
                <kbd key={sign}>{sign}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
