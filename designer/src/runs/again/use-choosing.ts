import { useState } from 'react';

export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  toggle(id: string): void;
  /** Chooses all of these, or none when all are chosen. */
  toggleAll(ids: readonly string[]): void;
  clear(): void;
}

const nothing: ReadonlySet<string> = new Set();

/** What is chosen in a list. Another filter is another list, and begins with nothing. */
export function useChoosing(list: string): Choosing {
  const [state, setState] = useState({ list, chosen: nothing });
  const chosen = state.list === list ? state.chosen : nothing;
  const set = (next: ReadonlySet<string>) => setState({ list, chosen: next });
  return {
    chosen,
    toggle: (id) => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      set(next);
    },
    toggleAll: (ids) => set(ids.every((id) => chosen.has(id)) ? nothing : new Set([...chosen, ...ids])),
    clear: () => set(nothing),
  };
}
