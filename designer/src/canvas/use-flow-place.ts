import { useReactFlow } from '@xyflow/react';
import type { Place } from '../document/layout/layout.ts';

/** Turns a place of the screen into one of the flow. */
export function useFlowPlace(): (place: Place) => Place {
  const { screenToFlowPosition } = useReactFlow();
  return screenToFlowPosition;
}
