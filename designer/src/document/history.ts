import type { FlowDocument } from '@invoicepatch/sdk';

/** Snapshots that share their structure: cheap, and undo gives back the very same document. */
export interface History {
  readonly past: readonly FlowDocument[];
  readonly present: FlowDocument;
  readonly future: readonly FlowDocument[];
  /** What the last change was part of: changes with the same mark soon after one another are one step back. */
  readonly last: { readonly mark: string; readonly at: number } | undefined;
}

const limit = 200;
const mergeWithinMs = 500;

export function startHistory(document: FlowDocument): History {
  return { past: [], present: document, future: [], last: undefined };
}

/** Remembers a change. `mark` names what is typed into; pass a mark of its own for what must be undone alone. */
export function record(history: History, document: FlowDocument, last: { mark: string; at: number }): History {
  if (document === history.present) return history;
  const merges =
    history.last?.mark === last.mark && last.at - history.last.at <= mergeWithinMs && history.past.length > 0;
  const past = merges ? history.past : [...history.past, history.present].slice(-limit);
  return { past, present: document, future: [], last };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    last: undefined,
  };
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future, last: undefined };
}
