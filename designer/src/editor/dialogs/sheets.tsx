import { Modal, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../document/problems.ts';
import type { Sheet } from '../editor-store.ts';
import { ProblemLine } from '../problems-strip.tsx';
import { useEditor, useWorkplace } from '../use-editor.ts';
import { AddDialog } from './add-dialog.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { RunDialog } from './run-dialog.tsx';

function PublishBlocked({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const close = () => editor.open(undefined);
  return (
    <Modal
      opened
      onClose={close}
      title={t('designer.publishBlocked')}
      size={560}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Text c="dimmed" mb={8}>
        {t('designer.publishBlockedText')}
      </Text>
      {problems.map((problem) => (
        <ProblemLine key={`${problem.nodeId} ${problem.path} ${problem.code}`} problem={problem} onGo={close} />
      ))}
    </Modal>
  );
}

/** Seldom open, so fetched when they are. */
const FlowSettingsDialog = lazy(async () => ({
  default: (await import('./flow-settings-dialog.tsx')).FlowSettingsDialog,
}));
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));
const ValuesDialog = lazy(async () => ({ default: (await import('./values-dialog.tsx')).ValuesDialog }));
const VersionsDialog = lazy(async () => ({ default: (await import('./versions-dialog.tsx')).VersionsDialog }));
const CompareDialog = lazy(async () => ({ default: (await import('../compare/compare-dialog.tsx')).CompareDialog }));
const TestsDialog = lazy(async () => ({ default: (await import('../tests/tests-dialog.tsx')).TestsDialog }));

function Opened({ sheet }: { sheet: Sheet }) {
  switch (sheet.kind) {
    case 'add':
      return <AddDialog sheet={sheet} />;
    case 'connect':
      return <ConnectDialog from={sheet.from} />;
    case 'run':
      return <RunDialog />;
    case 'values':
      return <ValuesDialog />;
    case 'settings':
      return <FlowSettingsDialog />;
    case 'keys':
      return <KeysDialog />;
    case 'versions':
      return <VersionsDialog />;
    case 'compare':
      return <CompareDialog />;
    case 'tests':
      return <TestsDialog />;
    case 'publish-blocked':
      return <PublishBlocked problems={sheet.problems} />;
  }
}

/** Whatever lies above the canvas at the moment. */
export function Sheets() {
  const sheet = useEditor((state) => state.sheet);
  return <Suspense>{sheet !== undefined && <Opened sheet={sheet} />}</Suspense>;
}
