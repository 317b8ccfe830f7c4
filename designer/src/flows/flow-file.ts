import type { FlowDocument } from '@invoicepatch/sdk';

export interface FlowFile {
  readonly name: string;
  readonly document: FlowDocument;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDocument(value: unknown): value is FlowDocument {
  return isRecord(value) && value['format'] === 1 && Array.isArray(value['nodes']) && Array.isArray(value['edges']);
}

/** A flow file is the document itself, or `{name, document}`. The engine looks at every detail when it is created. */
export function readFlowFile(fileName: string, text: string): FlowFile | undefined {
  const name = fileName.replace(/\.json$/i, '');
  try {
    const value: unknown = JSON.parse(text);
    if (isDocument(value)) return { name, document: value };
    if (!isRecord(value) || !isDocument(value['document'])) return undefined;
    return { name: typeof value['name'] === 'string' ? value['name'] : name, document: value['document'] };
  } catch {
    return undefined;
  }
}

export function downloadFlow({ name, document: flow }: FlowFile): void {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(flow, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name.replace(/[^\p{L}\p{N} ._-]/gu, '_')}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
