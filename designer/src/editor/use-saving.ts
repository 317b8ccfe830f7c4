import { useEffect, useState } from 'react';
import { flowApi } from '../api/flow-api.ts';
import { createDraftSaver, type DraftSaver } from './draft-saver.ts';
import type { Editor } from './editor-store.ts';

const waitMs = 800;

/** Saves 800 ms after the last change, and at once when the page is hidden or left. */
export function useSaving(editor: Editor): DraftSaver {
  const id = editor.store.getState().flow.id;
  const [saver] = useState(() =>
    createDraftSaver(editor.store, {
      save: (draft, keepalive) => flowApi.save(id, draft, keepalive),
      get: () => flowApi.get(id),
    }),
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = editor.store.subscribe((state, before) => {
      if (state.history.present === before.history.present && state.name === before.name) return;
      if (state.save.kind === 'conflict' || !saver.isBehind()) return;
      if (state.save.kind === 'saved') editor.store.setState({ save: { kind: 'edited' } });
      clearTimeout(timer);
      timer = setTimeout(() => void saver.save(), waitMs);
    });
    const flush = () => {
      if (document.visibilityState === 'hidden' && saver.isBehind()) void saver.save(true);
    };
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!saver.isBehind()) return;
      void saver.save(true);
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('beforeunload', onLeave);
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('beforeunload', onLeave);
      void saver.save();
    };
  }, [editor, saver]);
  return saver;
}
