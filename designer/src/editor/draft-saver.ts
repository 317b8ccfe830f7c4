import type { StoreApi } from 'zustand';
import type { DraftToSave } from '../api/flow-api.ts';
import { isProblem } from '../api/problem.ts';
import type { Flow } from '../api/wire.ts';
import type { EditorState } from './editor-store.ts';

export interface DraftServer {
  save(draft: DraftToSave, keepalive: boolean): Promise<Flow>;
  get(): Promise<Flow>;
}

export interface DraftSaver {
  /** Whether something is not saved yet. */
  isBehind(): boolean;
  /** Saves what is not saved; one request at a time, the last state wins. Says whether all is saved. */
  save(keepalive?: boolean): Promise<boolean>;
  keepMine(): Promise<boolean>;
  takeTheirs(): void;
}

export function createDraftSaver(store: StoreApi<EditorState>, server: DraftServer): DraftSaver {
  let known = { document: store.getState().history.present, name: store.getState().name };
  let underway: Promise<void> | undefined;

  const isBehind = () => {
    const { history, name } = store.getState();
    return history.present !== known.document || name !== known.name;
  };

  const sendOnce = async (keepalive: boolean) => {
    const { history, name, flow } = store.getState();
    const sent = { document: history.present, name };
    store.setState({ save: { kind: 'saving' } });
    try {
      const saved = await server.save(
        { document: sent.document, revision: flow.revision, name: name.trim() || flow.name },
        keepalive,
      );
      known = sent;
      store.setState({ flow: saved, save: { kind: isBehind() ? 'edited' : 'saved' } });
    } catch (thrown) {
      if (isProblem(thrown, 409)) store.setState({ save: { kind: 'conflict', theirs: await server.get() } });
      else store.setState({ save: { kind: 'failed', reason: thrown } });
    }
  };

  const save = async (keepalive = false): Promise<boolean> => {
    while (underway !== undefined) await underway;
    if (!isBehind()) return true;
    if (store.getState().save.kind === 'conflict') return false;
    underway = sendOnce(keepalive).catch((reason: unknown) => store.setState({ save: { kind: 'failed', reason } }));
    await underway;
    underway = undefined;
    return store.getState().save.kind === 'saved';
  };

  return {
    isBehind,
    save,
    keepMine: () => {
      const { save: state } = store.getState();
      if (state.kind === 'conflict') store.setState({ flow: state.theirs, save: { kind: 'edited' } });
      return save();
    },
    takeTheirs: () => {
      const { save: state, history } = store.getState();
      if (state.kind !== 'conflict') return;
      known = { document: state.theirs.draft, name: state.theirs.name };
      const past = [...history.past, history.present];
      store.setState({
        flow: state.theirs,
        name: state.theirs.name,
        history: { past, present: state.theirs.draft, future: [], last: undefined },
        save: { kind: 'saved' },
      });
    },
  };
}
