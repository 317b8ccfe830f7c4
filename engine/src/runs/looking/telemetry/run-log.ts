import type { Log } from '../../../platform/log/log.ts';
import type { RunTelemetry } from './run-telemetry.ts';

const quiet = () => undefined;

/** Writes down what somebody may have to act on. A fault's sentence may repeat what was sent, so only its code is told. */
export function logRuns(log: Log): RunTelemetry {
  return {
    evaluated: quiet,
    acted: quiet,
    released: ({ id, tenantId, flowId, version }, { status, fault, step }) => {
      const about = { runId: id, tenantId, flowId, version };
      if (status === 'failed') log.warn('run.failed', { ...about, step, code: fault?.code });
      if (status === 'needs-person') log.info('run.needs-person', about);
    },
  };
}
