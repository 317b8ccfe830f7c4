import type { Json } from '@invoicepatch/sdk';
import { create } from 'zustand';

interface Samples {
  readonly byNode: ReadonlyMap<string, Json>;
}

/** Samples are kept while the page is open, and never leave the browser but to be tried. */
const useStore = create<Samples>(() => ({ byNode: new Map() }));

export function useSamples(nodeId: string): { sample: Json | undefined; keep: (sample: Json | undefined) => void } {
  const sample = useStore((state) => state.byNode.get(nodeId));
  const keep = (next: Json | undefined) => {
    const byNode = new Map(useStore.getState().byNode);
    if (next === undefined) byNode.delete(nodeId);
    else byNode.set(nodeId, next);
    useStore.setState({ byNode });
  };
  return { sample, keep };
}
