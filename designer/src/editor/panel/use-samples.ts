import { create } from 'zustand';
import type { Sample } from './run-sample.ts';

interface Samples {
  readonly byField: ReadonlyMap<string, Sample | undefined>;
}

/** Samples are kept while the page is open, and never leave the browser but to be tried. */
const useStore = create<Samples>(() => ({ byField: new Map() }));

export interface KeptSample {
  readonly sample: Sample | undefined;
  /** Whether a sample was looked for or typed before. */
  readonly known: boolean;
  keep(sample: Sample | undefined): void;
}

/** The sample of one field of one step. */
export function useSamples(field: string): KeptSample {
  const sample = useStore((state) => state.byField.get(field));
  const known = useStore((state) => state.byField.has(field));
  const keep = (next: Sample | undefined) => {
    useStore.setState({ byField: new Map([...useStore.getState().byField, [field, next]]) });
  };
  return { sample, known, keep };
}
