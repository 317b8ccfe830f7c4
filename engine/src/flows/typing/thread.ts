import { parentPort } from 'node:worker_threads';
import { runTypeJob } from './run-type-job.ts';

/** JSON text of the answer, or why there is none. */
function answer(job: string): object {
  try {
    return { text: JSON.stringify(runTypeJob(JSON.parse(job))) };
  } catch (thrown) {
    return { failure: thrown instanceof Error ? `${thrown.name}: ${thrown.message}`.slice(0, 300) : 'unknown' };
  }
}

parentPort?.on('message', (job: string) => parentPort?.postMessage(answer(job)));
parentPort?.postMessage('ready');
