import type { TFunction } from 'i18next';
import { create } from 'zustand';
import { toFaultText } from './fault-words.ts';

export interface Notice {
  readonly id: number;
  readonly title?: string;
  readonly text: string;
  readonly tone: 'good' | 'bad';
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

let count = 0;
const shownMs = 10_000;

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

function show(notice: Omit<Notice, 'id'>): void {
  count += 1;
  const id = count;
  useNotices.setState(({ notices }) => ({ notices: [...notices.slice(-2), { ...notice, id }] }));
  setTimeout(() => dismiss(id), shownMs);
}

/** A short word about what just happened. */
export function tell(text: string): void {
  show({ text, tone: 'good' });
}

export function tellFault(thrown: unknown, t: TFunction): void {
  show({ title: t('faults.notDone'), text: toFaultText(thrown, t), tone: 'bad' });
}
