import { useEffect } from 'react';
import { flowApi } from '../api/flow-api.ts';
import { mergeProblems } from '../document/problems.ts';
import type { Editor } from './editor-store.ts';

const waitMs = 600;

/** Asks the engine what is wrong with the flow, a little after each change; only the newest answer counts. */
export function useChecking(editor: Editor): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = async () => {
      const { flow, history } = editor.store.getState();
      // What cannot be checked keeps the problems that were known; saving says that the server is away.
      const answer = await flowApi.check(flow.id, history.present).catch(() => undefined);
      const { present } = editor.store.getState().history;
      if (answer !== undefined && present === history.present)
        editor.store.setState({
          problems: mergeProblems(present, answer.problems),
          warnings: mergeProblems(present, answer.warnings),
        });
    };
    void check();
    const stop = editor.store.subscribe((state, before) => {
      if (state.history.present === before.history.present) return;
      clearTimeout(timer);
      timer = setTimeout(() => void check(), waitMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [editor]);
}
