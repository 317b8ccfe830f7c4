import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import type { Problem } from '../document/problems.ts';
import { useLanguage } from '../words/dates.ts';
import classes from './editor.module.css';
import { currentOf, type Editor } from './editor-store.ts';
import { useEditor, useWorkplace } from './use-editor.ts';

/** Goes to the next or the previous step that has a problem. */
export function goToProblem(editor: Editor, by: 1 | -1): void {
  const state = editor.store.getState();
  const ids = [...new Set(state.problems.flatMap((problem) => problem.nodeId ?? []))];
  if (ids.length === 0) return;
  const at = ids.indexOf(currentOf(state) ?? '');
  const next = ids[(at + by + ids.length) % ids.length] ?? ids[0];
  if (next !== undefined) editor.choose([next]);
}

export function ProblemLine({ problem, onGo }: { problem: Problem; onGo: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, descriptors } = useWorkplace();
  const node = useEditor((state) =>
    problem.nodeId === null ? undefined : findNode(state.history.present, problem.nodeId),
  );
  const place = node === undefined ? t('designer.wholeFlow') : nameOf(node, descriptors.get(node.type), language);
  const go = () => {
    if (node !== undefined) editor.choose([node.id]);
    onGo();
  };
  return (
    <button type="button" className={classes.problem} onClick={go}>
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
      <b>{place}</b>
      <span>{problem.message}</span>
    </button>
  );
}

/** What is wrong, one line at the bottom; each leads to its step. */
export function ProblemsStrip() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const problems = useEditor((state) => state.problems);
  const current = useEditor(currentOf);
  const shown = problems.find((problem) => problem.nodeId === current) ?? problems[0];
  return (
    <footer className={classes.strip} data-bad={problems.length > 0}>
      <span className={classes.stripCount} role="status">
        {problems.length > 0 ? (
          <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
        ) : (
          <IconCircleCheck size={16} stroke={1.5} aria-hidden />
        )}
        {problems.length === 0 ? t('designer.problems_zero') : t('designer.problems', { count: problems.length })}
      </span>
      {shown !== undefined && <ProblemLine problem={shown} onGo={() => undefined} />}
      {problems.length > 1 && (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t('designer.previousProblem')}
            title="["
            onClick={() => goToProblem(editor, -1)}
          >
            <IconChevronUp size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t('designer.nextProblem')}
            title="]"
            onClick={() => goToProblem(editor, 1)}
          >
            <IconChevronDown size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </>
      )}
    </footer>
  );
}
