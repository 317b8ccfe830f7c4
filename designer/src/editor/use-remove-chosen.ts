import { useTranslation } from 'react-i18next';
import { nameOf } from '../describe/node-look.ts';
import { findNode } from '../document/graph.ts';
import { tell } from '../parts/feedback/tell.ts';
import { useLanguage } from '../words/dates.ts';
import { removeChosen } from './editor-acts.ts';
import { currentOf } from './editor-store.ts';
import { useWorkplace } from './use-editor.ts';

/** Removes what is chosen and says so; undo brings it back. */
export function useRemoveChosen(): () => void {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, descriptors } = useWorkplace();
  return () => {
    const state = editor.store.getState();
    const id = currentOf(state);
    const node = id === undefined ? undefined : findNode(state.history.present, id);
    const count = removeChosen(editor);
    if (count > 0 && node !== undefined)
      tell(t('designer.deleted', { name: nameOf(node, descriptors.get(node.type), language) }));
  };
}
