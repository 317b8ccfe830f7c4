/** Why a workbook as a whole cannot be read. It crosses to the engine, which makes a fault of it. */
export class WorkbookFailure extends Error {
  /** The fault's code without its area. */
  readonly what: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(what: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.what = what;
    this.details = details;
  }
}

export function damaged(): WorkbookFailure {
  return new WorkbookFailure(
    'damaged',
    'The workbook is damaged. Open it in Excel, save it again as .xlsx, and send the new file.',
  );
}
