import { encodeFrame, FrameReader } from '../frame.ts';
import type { WorkbookJob, WorkbookReply } from './job.ts';
import { readWorkbook } from './read-workbook.ts';
import { damaged, WorkbookFailure } from './workbook-failure.ts';

const reader = new FrameReader(1_073_741_824);

function send(reply: WorkbookReply): void {
  // Pipes are written to synchronously here, so an answer is out before the next job begins.
  process.stdout.write(encodeFrame([JSON.stringify(reply)]));
}

async function read([head, bytes]: readonly Buffer[]): Promise<WorkbookReply> {
  try {
    const job: WorkbookJob = JSON.parse(String(head));
    return { outcome: 'rows', rows: await readWorkbook(bytes ?? Buffer.alloc(0), job) };
  } catch (thrown) {
    const { what, message, details } = thrown instanceof WorkbookFailure ? thrown : damaged();
    return { outcome: 'failure', what, message, details };
  }
}

process.stdin.on('data', (chunk: Buffer) => {
  for (const frame of reader.push(chunk)) read(frame).then(send, () => process.exit(1));
});
process.stdin.on('end', () => process.exit(0));
