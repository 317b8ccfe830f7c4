import type { KeyboardEvent } from 'react';
import { tidy } from '../document/layout/layout.ts';
import { toOutline } from '../document/layout/outline.ts';
import { type Direction, neighbour } from '../document/layout/walk.ts';
import { duplicateChosen, spotAfterChosen } from './editor-acts.ts';
import { currentOf } from './editor-store.ts';
import type { Workplace } from './use-editor.ts';

export interface KeyEffects {
  /** Brings the keyboard into the step panel; `field` is the one to start in. */
  openPanel(field?: 'name'): void;
  remove(): void;
  nextProblem(by: 1 | -1): void;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function walk({ editor }: Workplace, direction: Direction): void {
  const state = editor.store.getState();
  const document = state.history.present;
  const id = currentOf(state);
  const next = id === undefined ? toOutline(document)[0]?.id : neighbour(document, id, direction);
  if (next !== undefined) editor.choose([next]);
}

function onLetter(key: string, workplace: Workplace, effects: KeyEffects): boolean {
  const { editor, descriptors } = workplace;
  const state = editor.store.getState();
  const current = currentOf(state);
  const edits: Readonly<Record<string, () => void>> = {
    a: () => editor.open({ kind: 'add', spot: spotAfterChosen(editor, descriptors) }),
    c: () => current !== undefined && editor.open({ kind: 'connect', from: current }),
    t: () => editor.edit('tidy', tidy),
    delete: () => effects.remove(),
    backspace: () => effects.remove(),
    f2: () => effects.openPanel('name'),
  };
  const looks: Readonly<Record<string, () => void>> = {
    '?': () => editor.open({ kind: 'keys' }),

    enter: () => effects.openPanel(),
    escape: () => editor.choose([]),
    '[': () => effects.nextProblem(-1),
    ']': () => effects.nextProblem(1),
  };
  const act = looks[key] ?? (state.mayEdit ? edits[key] : undefined);
  act?.();
  return act !== undefined;
}

/** The keys of the canvas and the outline. They act only while one of the two has the keyboard. */
export function onEditorKey(event: KeyboardEvent, workplace: Workplace, effects: KeyEffects): void {
  const command = event.ctrlKey || event.metaKey;
  const direction = arrows[event.key];
  if (direction !== undefined && !command && !event.altKey) {
    walk(workplace, direction);
    event.preventDefault();
    return;
  }
  if (command && event.key.toLowerCase() === 'd') {
    duplicateChosen(workplace.editor);
    event.preventDefault();
    return;
  }
  if (command || event.altKey) return;
  if (onLetter(event.key.toLowerCase(), workplace, effects)) event.preventDefault();
}

/** The keys that act everywhere on the page but in text, where the browser has its own undo. */
export function onPageKey(event: globalThis.KeyboardEvent, { editor, saveNow }: Workplace): void {
  if (!(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === 's') {
    event.preventDefault();
    void saveNow();
  }
  const inText = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]');
  if (inText || (key !== 'z' && key !== 'y')) return;
  event.preventDefault();
  if (key === 'y' || event.shiftKey) editor.redo();
  else editor.undo();
}
