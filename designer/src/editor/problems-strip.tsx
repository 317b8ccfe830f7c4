import { ActionIcon } from '@mantine/core';
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronUp,
  IconCircleCheck,
  IconInfoTriangle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import type { Problem } from '../document/problems.ts';
import { useLanguage } from '../words/dates.ts';
import { currentOf, type Editor, type EditorState } from './editor-store.ts';
import { goToPlace } from './go-to-place.ts';
import classes from './problems.module.css';
import { useEditor, useWorkplace } from './use-editor.ts';

/** Errors first, then warnings: what is stepped through. */
export function listFindings({ problems, warnings }: Pick<EditorState, 'problems' | 'warnings'>): readonly Problem[] {
  return [...problems, ...warnings];
}

/** Goes to the next or the previous step that has a problem or a warning. */
export function goToProblem(editor: Editor, by: 1 | -1): void {
  const state = editor.store.getState();
  const ids = [...new Set(listFindings(state).flatMap((problem) => problem.nodeId ?? []))];
  if (ids.length === 0) return;
  const at = ids.indexOf(currentOf(state) ?? '');
  const next = ids[(at + by + ids.length) % ids.length] ?? ids[0];
  if (next !== undefined) editor.choose([next]);
}

export function ProblemLine({
  problem,
  warning = false,
  onGo,
}: {
  problem: Problem;
  warning?: boolean;
  onGo: () => void;
}) {
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
    goToPlace(problem);
  };
  const Icon = warning ? IconInfoTriangle : IconAlertTriangle;
  return (
    <button type="button" className={classes.problem} data-warning={warning} onClick={go}>
      <Icon size={16} stroke={1.5} aria-hidden />
      <b>{place}</b>
      <span>{problem.message}</span>
    </button>
  );
}

function Counts({ problems, warnings }: { problems: number; warnings: number }) {
  const { t } = useTranslation();
  const Icon = problems > 0 ? IconAlertTriangle : IconCircleCheck;
  return (
    <span className={classes.stripCount} role="status">
      <span className={classes.stripPart} data-tone={problems > 0 ? 'bad' : 'good'}>
        <Icon size={16} stroke={1.5} aria-hidden />
        {problems === 0 ? t('designer.problems_zero') : t('designer.problems', { count: problems })}
      </span>
      {warnings > 0 && (
        <span className={classes.stripPart} data-tone="wait">
          <IconInfoTriangle size={16} stroke={1.5} aria-hidden />
          {t('designer.warnings', { count: warnings })}
        </span>
      )}
    </span>
  );
}

function StepThrough() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  return (
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
  );
}

/** What is wrong, and what may go wrong for some data, in one line at the bottom; each leads to its step. */
export function ProblemsStrip() {
  const problems = useEditor((state) => state.problems);
  const warnings = useEditor((state) => state.warnings);
  const current = useEditor(currentOf);
  const all = listFindings({ problems, warnings });
  const shown = all.find((problem) => problem.nodeId === current) ?? all[0];
  return (
    <footer className={classes.strip}>
      <Counts problems={problems.length} warnings={warnings.length} />
      {shown !== undefined && (
        <ProblemLine problem={shown} warning={!problems.includes(shown)} onGo={() => undefined} />
      )}
      {all.length > 1 && <StepThrough />}
    </footer>
  );
}
