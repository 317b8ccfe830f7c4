import type { FlowEdge } from '@invoicepatch/sdk';
import { createContext, useContext } from 'react';
import type { Spot } from '../document/edit/add-node.ts';

/** What a node or an edge asks of the page it is drawn on. */
export interface CanvasActs {
  add(spot: Spot): void;
  addAfter(place: { parent: string | undefined; from: string; port: string }): void;
  insert(place: { parent: string | undefined; edge: FlowEdge }): void;
}

export const CanvasActsContext = createContext<CanvasActs | undefined>(undefined);

const none: CanvasActs = { add: () => undefined, addAfter: () => undefined, insert: () => undefined };

/** On a picture that cannot be edited, nothing happens. */
export function useCanvasActs(): CanvasActs {
  return useContext(CanvasActsContext) ?? none;
}
