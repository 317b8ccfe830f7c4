import type { FlowDocument, NodeDescriptor } from '@invoicepatch/sdk';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Catalog, Connection } from '../api/wire.ts';
import type { Descriptors } from '../describe/node-look.ts';
import type { Editor, EditorState } from './editor-store.ts';

export interface Workplace {
  readonly editor: Editor;
  readonly catalog: Catalog;
  readonly descriptors: Descriptors;
  readonly connections: readonly Connection[];
  /** Saves at once what is not saved yet, and says whether all of it is. */
  readonly saveNow: () => Promise<boolean>;
}

export const WorkplaceContext = createContext<Workplace | undefined>(undefined);

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (workplace === undefined) throw new Error('The editor is used outside of a flow page.');
  return workplace;
}

export function useEditor<Part>(select: (state: EditorState) => Part): Part {
  return useStore(useWorkplace().editor.store, select);
}

export function useDocument(): FlowDocument {
  return useEditor((state) => state.history.present);
}

export function useDescriptor(type: string): NodeDescriptor | undefined {
  return useWorkplace().descriptors.get(type);
}
