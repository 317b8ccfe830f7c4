import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDots, IconPencil, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { downloadFlow } from '../flows/flow-file.ts';
import { FlowStateMark } from '../flows/flow-state-mark.tsx';
import { toFaultText } from '../parts/feedback/fault-words.ts';
import classes from './editor.module.css';
import { spotAfterChosen } from './editor-acts.ts';
import { useDocument, useEditor, useWorkplace } from './use-editor.ts';
import { usePublish } from './use-publish.ts';

function SavedMark() {
  const { t } = useTranslation();
  const save = useEditor((state) => state.save);
  const bad = save.kind === 'failed' || save.kind === 'conflict';
  const words = () => {
    switch (save.kind) {
      case 'failed':
        return t('designer.notSaved', { reason: toFaultText(save.reason, t) });
      case 'conflict':
      case 'saved':
      case 'saving':
      case 'edited':
        return t(`designer.${save.kind}`);
    }
  };
  return (
    <span className={classes.saved} data-bad={bad} role="status" title={words()}>
      {bad && <IconAlertTriangle size={16} stroke={1.5} aria-hidden />}
      {save.kind === 'saved' && <IconCheck size={16} stroke={1.5} aria-hidden />}
      {save.kind === 'edited' && <IconPencil size={16} stroke={1.5} aria-hidden />}
      <span>{words()}</span>
    </span>
  );
}

function MoreMenu() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const exportFlow = () => {
    const { name, history } = editor.store.getState();
    downloadFlow({ name, document: history.present });
  };
  const { id } = useEditor((state) => state.flow);
  const hasValues = Object.keys(useDocument().parameters ?? {}).length > 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('shell.more')}>
          <IconDots size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasValues && <Menu.Item onClick={() => editor.open({ kind: 'values' })}>{t('designer.values')}</Menu.Item>}
        <Menu.Item onClick={() => editor.open({ kind: 'settings' })}>{t('policy.flowTitle')}</Menu.Item>
        <Menu.Item onClick={() => editor.open({ kind: 'versions' })}>{t('designer.versions')}</Menu.Item>
        <Menu.Item onClick={() => editor.open({ kind: 'compare' })}>{t('compare.menu')}</Menu.Item>
        <Menu.Item onClick={() => editor.open({ kind: 'tests' })}>{t('tests.menu')}</Menu.Item>
        <Menu.Item component={Link} to={`/runs?flowId=${id}`}>
          {t('shell.runs')}
        </Menu.Item>
        <Menu.Item onClick={exportFlow}>{t('flows.export')}</Menu.Item>
        <Menu.Item onClick={() => editor.open({ kind: 'keys' })} rightSection={<kbd>?</kbd>}>
          {t('designer.shortcuts')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function TopBar() {
  const { t } = useTranslation();
  const { editor, descriptors } = useWorkplace();
  const { flow, name, mayEdit } = useEditor((state) => state);
  const publish = usePublish();
  return (
    <header className={classes.top}>
      <TextInput
        className={classes.title ?? ''}
        variant="unstyled"
        aria-label={t('flows.columnName')}
        disabled={!mayEdit}
        maxLength={200}
        value={name}
        onChange={(event) => editor.rename(event.target.value)}
      />
      <FlowStateMark flow={flow} />
      {mayEdit ? <SavedMark /> : <span className={classes.saved}>{t('designer.readOnly')}</span>}
      <div className={classes.spring} />
      {mayEdit && (
        <>
          <Button
            variant="default"
            className={classes.add ?? ''}
            leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
            onClick={() => editor.open({ kind: 'add', spot: spotAfterChosen(editor, descriptors) })}
          >
            {t('designer.addStep')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
            onClick={() => editor.open({ kind: 'run' })}
          >
            {t('designer.run')}
          </Button>
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>
            {t('designer.publish')}
          </Button>
        </>
      )}
      <MoreMenu />
    </header>
  );
}
