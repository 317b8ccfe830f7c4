import type { WorkbookRows } from '@invoicepatch/sdk';
import type { ReadWorkbook } from './sandbox.ts';
import type { WorkbookLimits } from './sandbox-limits.ts';
export class WorkbookReaders {
  constructor(_limits: WorkbookLimits) {}
  read(_request: ReadWorkbook): Promise<WorkbookRows> { throw new Error('x'); }
  async close(): Promise<void> {}
}
