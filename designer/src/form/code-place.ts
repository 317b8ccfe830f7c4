export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

/** Where in a text a position is, as people count: from 1. */
export function toPlace(text: string, position: number): CodePlace {
  const lines = text.slice(0, position).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Asks an editor that is no text field of the browser's to show a position. */
export const showPlaceEvent = 'ip-show-place';

/** Selects the sign at a position of a code field, and brings it into sight. */
export function showPlace(name: string, position: number): void {
  const editor = document.querySelector<HTMLElement>(`[contenteditable][data-code="${name}"]`);
  if (editor !== null) {
    editor.dispatchEvent(new CustomEvent(showPlaceEvent, { detail: position }));
    return;
  }
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[data-code="${name}"]`);
  if (field === null) return;
  const { line } = toPlace(field.value, position);
  field.focus();
  field.setSelectionRange(position, Math.min(position + 1, field.value.length));
  const height = Number.parseFloat(getComputedStyle(field).lineHeight) || 20;
  field.scrollTop = (line - 4) * height;
}
