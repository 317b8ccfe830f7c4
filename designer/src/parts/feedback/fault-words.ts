import type { TFunction } from 'i18next';
import { ApiProblem } from '../../api/problem.ts';

/** One sentence of what went wrong, in the words of whoever knows most about it. */
export function toFaultText(thrown: unknown, t: TFunction): string {
  if (!(thrown instanceof ApiProblem)) return thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown.status === 0) return t('faults.offline');
  return thrown.message === '' ? t('faults.unexpected', { status: thrown.status }) : thrown.message;
}
