import type { KeyboardEvent } from 'react';
import { onEditorKey } from './editor-keys.ts';
import { goToProblem } from './problems-strip.tsx';
import { useWorkplace } from './use-editor.ts';
import { useRemoveChosen } from './use-remove-chosen.ts';

function focusPanel(field?: 'name'): void {
  const selector = field === 'name' ? '#step-name' : '#step-panel input, #step-panel textarea, #step-panel select';
  const target = document.querySelector<HTMLInputElement>(selector);
  target?.focus();
  if (field === 'name') target?.select();
}

/** What canvas and outline do with a key. */
export function useKeys(): (event: KeyboardEvent) => void {
  const workplace = useWorkplace();
  const remove = useRemoveChosen();
  return (event) => {
    if (event.target !== event.currentTarget) return;
    onEditorKey(event, workplace, {
      openPanel: focusPanel,
      remove,
      nextProblem: (by) => goToProblem(workplace.editor, by),
    });
  };
}
