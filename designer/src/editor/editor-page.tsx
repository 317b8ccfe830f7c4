import { SegmentedControl, Tabs } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, useOfferCommands } from '../shell/command-store.ts';
import { ConflictDialog } from './dialogs/conflict-dialog.tsx';
import { Sheets } from './dialogs/sheets.tsx';
import type { DraftSaver } from './draft-saver.ts';
import classes from './editor.module.css';
import { EditorCanvas } from './editor-canvas.tsx';
import { onPageKey } from './editor-keys.ts';
import { currentOf } from './editor-store.ts';
import { OutlineTree } from './outline-tree.tsx';
import { Palette } from './palette.tsx';
import { ProblemsStrip } from './problems-strip.tsx';
import { TopBar } from './top-bar.tsx';
import { useEditor, useWorkplace } from './use-editor.ts';
import { useKeys } from './use-keys.ts';
import { usePublish } from './use-publish.ts';

/** Nothing is asked of it until a step is chosen. */
const StepPanel = lazy(async () => ({ default: (await import('./panel/step-panel.tsx')).StepPanel }));

type Place = 'outline' | 'canvas' | 'step';

function usePageCommands(): void {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const publish = usePublish();
  const mayEdit = useEditor((state) => state.mayEdit);
  const { mutate } = publish;
  const commands = useMemo<readonly Command[]>(
    () =>
      mayEdit
        ? [
            { id: 'publish', label: t('designer.publish'), act: () => mutate() },
            { id: 'run', label: t('designer.run'), act: () => editor.open({ kind: 'run' }) },
            {
              id: 'add',
              label: t('designer.addStep'),
              act: () => editor.open({ kind: 'add', spot: { kind: 'free' } }),
            },
            { id: 'values', label: t('designer.values'), act: () => editor.open({ kind: 'values' }) },
            { id: 'settings', label: t('policy.flowTitle'), act: () => editor.open({ kind: 'settings' }) },
            { id: 'compare', label: t('compare.title'), act: () => editor.open({ kind: 'compare' }) },
            { id: 'tests', label: t('tests.title'), act: () => editor.open({ kind: 'tests' }) },
            { id: 'versions', label: t('designer.versions'), act: () => editor.open({ kind: 'versions' }) },
          ]
        : [],
    [t, editor, mutate, mayEdit],
  );
  useOfferCommands(commands);
}

function Left({ onKeyDown }: { onKeyDown: ReturnType<typeof useKeys> }) {
  const { t } = useTranslation();
  const mayEdit = useEditor((state) => state.mayEdit);
  if (!mayEdit) return <OutlineTree onKeyDown={onKeyDown} />;
  return (
    <Tabs defaultValue="outline" className={classes.leftTabs ?? ''}>
      <Tabs.List grow>
        <Tabs.Tab value="outline">{t('designer.outline')}</Tabs.Tab>
        <Tabs.Tab value="steps">{t('shell.add')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="outline" className={classes.leftPanel ?? ''}>
        <OutlineTree onKeyDown={onKeyDown} />
      </Tabs.Panel>
      <Tabs.Panel value="steps" className={classes.leftPanel ?? ''}>
        <Palette />
      </Tabs.Panel>
    </Tabs>
  );
}

export function EditorPage({ saver }: { saver: DraftSaver }) {
  const { t } = useTranslation();
  const workplace = useWorkplace();
  const save = useEditor((state) => state.save);
  const current = useEditor(currentOf);
  const [place, setPlace] = useState<Place>('canvas');
  const onKeyDown = useKeys();
  usePageCommands();
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => onPageKey(event, workplace);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [workplace]);
  return (
    <div className={classes.editor} data-place={place} data-panel={current !== undefined}>
      <TopBar />
      <div className={classes.places}>
        <SegmentedControl
          fullWidth
          value={place}
          onChange={(next) => setPlace(next === 'outline' || next === 'step' ? next : 'canvas')}
          data={[
            { value: 'outline', label: t('designer.outline') },
            { value: 'canvas', label: t('designer.canvas') },
            { value: 'step', label: t('designer.step') },
          ]}
        />
      </div>
      <aside className={classes.left} aria-label={t('designer.outline')}>
        <Left onKeyDown={onKeyDown} />
      </aside>
      <div className={classes.middle}>
        <EditorCanvas onKeyDown={onKeyDown} />
      </div>
      <aside className={classes.right} id="step-panel" aria-label={t('designer.step')}>
        <Suspense>{current !== undefined && <StepPanel />}</Suspense>
      </aside>
      <ProblemsStrip />
      <Sheets />
      {save.kind === 'conflict' && <ConflictDialog theirs={save.theirs} saver={saver} />}
    </div>
  );
}
