import type { Conclusion } from '../../execution/conclude.ts';
import { wholeRun } from '../../execution/fact.ts';
import type { Release } from '../store/run-store.ts';

/** How a run is given up that has come to such an end. */
export function toRelease(end: Conclusion | { readonly status: 'cancelled' }): Release {
  switch (end.status) {
    case 'failed':
      return { status: 'failed', fault: end.fault, ...(end.step === wholeRun ? {} : { faultStep: end.step }) };
    case 'waiting':
    case 'needs-person':
      return { status: end.status, ...(end.wakeAtMs === undefined ? {} : { wakeAtMs: end.wakeAtMs }) };
    case 'succeeded':
    case 'cancelled':
      return { status: end.status };
  }
}
