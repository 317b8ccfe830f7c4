import type { Problem } from '../document/problems.ts';
import { showPlace } from '../form/code-place.ts';

const tries = 20;
const betweenMs = 100;

/** The offset in an expression that a problem is about, if it is about one. */
export function placeOf({ position, range }: Problem): number | undefined {
  return position ?? range?.start;
}

/** Puts the cursor where a problem is. The editor of the step that was just chosen may still be on its way. */
export function goToPlace(problem: Problem, left = tries): void {
  const position = placeOf(problem);
  const field = problem.path.split('.').at(-1) ?? '';
  if (position === undefined || left === 0) return;
  const isThere = document.querySelector(`[contenteditable][data-code="${CSS.escape(field)}"]`) !== null;
  if (isThere) showPlace(field, position);
  else setTimeout(() => goToPlace(problem, left - 1), betweenMs);
}
