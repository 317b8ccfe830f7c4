import type { FlowDocument, FlowEdge } from '@invoicepatch/sdk';
import { createStore, type StoreApi } from 'zustand';
import type { Flow } from '../api/wire.ts';
import type { Spot } from '../document/edit/add-node.ts';
import { type History, record, redo, startHistory, undo } from '../document/history.ts';
import type { Problem } from '../document/problems.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'edited' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly reason: unknown }
  | { readonly kind: 'conflict'; readonly theirs: Flow };

/** The one thing that lies above the canvas, if any. */
export type Sheet =
  | { readonly kind: 'add'; readonly spot: Spot; readonly at?: { readonly x: number; readonly y: number } }
  | { readonly kind: 'connect'; readonly from: string }
  | { readonly kind: 'run' }
  | { readonly kind: 'versions' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'tests' }
  | { readonly kind: 'values' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'publish-blocked'; readonly problems: readonly Problem[] };

export interface EditorState {
  /** As the engine last knew it. */
  readonly flow: Flow;
  readonly name: string;
  readonly history: History;
  readonly chosen: ReadonlySet<string>;
  readonly chosenEdge: FlowEdge | undefined;
  readonly save: SaveState;
  readonly problems: readonly Problem[];
  /** What may go wrong for some data; it keeps nothing from being published. */
  readonly warnings: readonly Problem[];
  readonly sheet: Sheet | undefined;
  readonly mayEdit: boolean;
}

export interface Editor {
  readonly store: StoreApi<EditorState>;
  /** Changes the document. Changes with the same mark that follow quickly are undone together. */
  edit(mark: string, change: (document: FlowDocument) => FlowDocument): void;
  rename(name: string): void;
  undo(): void;
  redo(): void;
  choose(ids: Iterable<string>): void;
  chooseEdge(edge: FlowEdge | undefined): void;
  open(sheet: Sheet | undefined): void;
}

/** The state of one open flow. `now` is the clock. */
export function createEditor(flow: Flow, mayEdit: boolean, now: () => number): Editor {
  const store = createStore<EditorState>(() => ({
    flow,
    name: flow.name,
    history: startHistory(flow.draft),
    chosen: new Set<string>(),
    chosenEdge: undefined,
    save: { kind: 'saved' },
    problems: [],
    warnings: [],
    sheet: undefined,
    mayEdit,
  }));
  const remember = (history: History) => {
    if (mayEdit && history !== store.getState().history) store.setState({ history });
  };
  const present = () => store.getState().history;
  return {
    store,
    edit: (mark, change) => remember(record(present(), change(present().present), { mark, at: now() })),
    rename: (name) => store.setState({ name }),
    undo: () => remember(undo(present())),
    redo: () => remember(redo(present())),
    choose: (ids) => store.setState({ chosen: new Set(ids), chosenEdge: undefined }),
    chooseEdge: (chosenEdge) => store.setState({ chosenEdge, chosen: new Set() }),
    open: (sheet) => store.setState({ sheet }),
  };
}

/** The step that the panel shows: the only one chosen, or the last of several. */
export function currentOf(state: EditorState): string | undefined {
  return [...state.chosen].at(-1);
}
