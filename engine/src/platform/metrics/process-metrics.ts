import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

/** What this process uses, under the names that dashboards know. Returns what ends the watching. */
export function watchProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  metrics.gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', () => process.memoryUsage().heapUsed);
  metrics.gauge('process_uptime_seconds', 'Time since the start.', () => process.uptime());
  metrics.gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop, 99th percentile since the start.', () => {
    const nanoseconds = delay.percentile(99);
    return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
  });
  metrics.gauge('process_cpu_seconds', 'CPU time of user and system.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  return () => delay.disable();
}
