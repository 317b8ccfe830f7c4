import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';

/** The keys that change how much of a flow is seen: `1` all of it, `0` full size, `+` and `-`. Others go to `next`. */
export function useZoomKeys(next: ((event: KeyboardEvent) => void) | undefined): (event: KeyboardEvent) => void {
  const flow = useReactFlow();
  const zooms: Readonly<Record<string, () => Promise<boolean>>> = {
    '1': () => flow.fitView({ padding: 0.16, maxZoom: 1 }),
    '0': () => flow.zoomTo(1),
    '+': () => flow.zoomIn(),
    '=': () => flow.zoomIn(),
    '-': () => flow.zoomOut(),
  };
  return (event) => {
    const zoom = zooms[event.key];
    const ours = event.target === event.currentTarget && !(event.ctrlKey || event.metaKey || event.altKey);
    if (zoom === undefined || !ours) {
      next?.(event);
      return;
    }
    event.preventDefault();
    void zoom();
  };
}
