import type { FlowDocument } from '@invoicepatch/sdk';
import type { Inspection } from '../../sandbox/sandbox.ts';
import type { Problem } from './problem.ts';

type Inspect = (program: { readonly language: 'jsonata'; readonly source: string }) => Promise<Inspection>;

/** The flow's settings: whether the expression of its lanes can be read, and reads nothing that isn't there yet. */
export async function checkSettings({ settings }: FlowDocument, inspect: Inspect): Promise<readonly Problem[]> {
  if (settings?.lane === undefined) return [];
  const place = { nodeId: null, path: 'settings.lane' };
  const inspection = await inspect({ language: 'jsonata', source: settings.lane });
  if (!inspection.ok) {
    const message = `The expression of the lanes can't be read: ${inspection.message}`;
    const position = inspection.position === undefined ? {} : { position: inspection.position };
    return [{ ...place, code: 'flow.bad-expression', message, ...position }];
  }
  return inspection.variables.map((name) => ({
    ...place,
    code: 'flow.unknown-variable',
    message: `The expression of the lanes reads $${name}, which is nothing there: it reads the event alone, as $.`,
  }));
}
