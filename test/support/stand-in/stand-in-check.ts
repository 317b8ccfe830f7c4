import type { FlowDocument } from '@invoicepatch/sdk';

export function problemsOf(document: FlowDocument) {
  const all = document.nodes.flatMap((node) => [node, ...(node.body?.nodes ?? [])]);
  const missing = all
    .filter((node) => node.type.startsWith('quickbooks-online.') && node.connection === undefined)
    .map((node) => ({
      nodeId: node.id,
      path: 'connection',
      code: 'flow.no-connection',
      message: 'Choose a connection for this step.',
    }));
  const hasTrigger = all.some((node) => ['core.webhook@1', 'core.file-drop@1', 'core.manual@1'].includes(node.type));
  return hasTrigger
    ? missing
    : [
        { nodeId: null, path: '', code: 'flow.no-trigger', message: 'Add a trigger: nothing starts this flow.' },
        ...missing,
      ];
}

/** What the stand-in finds wrong with a flow, and what may go wrong. */
export const judge = (document: FlowDocument) => ({
  problems: problemsOf(document),
  warnings: document.nodes
    .filter(({ config }) => String(config?.['expression']).includes('lines[0]'))
    .map((node) => ({
      nodeId: node.id,
      path: `nodes.${node.id}.config.expression`,
      code: 'flow.maybe-missing',
      message: 'There may be no line.',
      range: { start: 2, end: 6 },
    })),
});
