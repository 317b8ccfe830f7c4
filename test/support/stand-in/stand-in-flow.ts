import type { FlowDocument, Json } from '@invoicepatch/sdk';

/** Approved hours from a webhook or a spreadsheet become invoices, large ones after somebody agreed. */
export const hoursToInvoices: FlowDocument = {
  format: 1,
  nodes: [
    { id: 'hours', type: 'core.webhook@1', name: 'Approved hours' },
    { id: 'sheet', type: 'core.file-drop@1', name: 'Timesheet in Excel' },
    { id: 'rows', type: 'core.read-workbook@1', name: 'Read the timesheet' },
    {
      id: 'map',
      type: 'core.transform@1',
      name: 'Hours to invoice lines',
      config: {
        expression:
          "{\n  'customer': client,\n  'lines': lines,\n  'total': $sum(lines.amount),\n  'currency': 'CAD'\n}",
      },
    },
    {
      id: 'each',
      type: 'core.for-each@1',
      name: 'Each work order',
      config: { items: 'workOrders' },
      body: {
        nodes: [
          {
            id: 'big',
            type: 'core.rule@1',
            name: 'Over the limit?',
            config: { logic: { '>': [{ var: 'total' }, 1000] } },
          },
          {
            id: 'ask',
            type: 'core.approval@1',
            name: 'Manager agrees',
            config: { question: 'Post this invoice to the books?' },
          },
          {
            id: 'customer',
            type: 'quickbooks-online.find-or-create-customer@1',
            connection: 'books',
            input: "{ 'displayName': client }",
          },
          {
            id: 'post',
            type: 'quickbooks-online.create-invoice@1',
            connection: 'books',
            input: "{ 'customer': $nodes.customer.id }",
          },
        ],
        edges: [
          { from: 'big', port: 'true', to: 'ask' },
          { from: 'big', port: 'false', to: 'customer' },
          { from: 'ask', port: 'approved', to: 'customer' },
          { from: 'customer', to: 'post' },
        ],
      },
    },
    { id: 'reply', type: 'core.respond@1', name: 'Tell the sender', input: "{ 'status': 200 }" },
  ],
  edges: [
    { from: 'hours', to: 'map' },
    { from: 'sheet', to: 'rows' },
    { from: 'rows', to: 'map' },
    { from: 'map', to: 'each' },
    { from: 'each', to: 'reply' },
  ],
};

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 14, 5, second)).toISOString();

function step(path: string, status: string, port: string | null = null) {
  const done = ['succeeded', 'failed', 'skipped'].includes(status);
  return {
    step: path,
    nodeId: path.split('.').at(-1) ?? path,
    items: [...path.matchAll(/\[(\d+)\]/g)].map(([, item]) => Number(item)),
    status,
    port,
    attempts: status === 'succeeded' ? 1 : 0,
    startedAt: status === 'pending' || status === 'skipped' ? null : at(0),
    finishedAt: done && status !== 'skipped' ? at(1) : null,
  };
}

const before = [step('hours', 'succeeded', 'out'), step('map', 'succeeded', 'out')];
const posted = (item: number) => [
  step(`each[${item}].big`, 'succeeded', 'false'),
  step(`each[${item}].ask`, 'skipped'),
  step(`each[${item}].customer`, 'succeeded', 'out'),
  step(`each[${item}].post`, 'succeeded', 'out'),
];

/** One run in each state that a person meets. */
export const stepsByStatus: Readonly<Record<string, ReturnType<typeof step>[]>> = {
  queued: [],
  running: [
    ...before,
    step('each', 'running'),
    ...posted(0),
    step('each[1].big', 'succeeded', 'false'),
    step('each[1].customer', 'running'),
  ],
  'needs-person': [
    ...before,
    step('each', 'waiting'),
    ...posted(0),
    step('each[1].big', 'succeeded', 'true'),
    step('each[1].ask', 'needs-person'),
  ],
  succeeded: [
    ...before,
    step('each', 'succeeded', 'out'),
    ...posted(0),
    ...posted(1),
    ...posted(2),
    step('reply', 'succeeded', 'out'),
  ],
  failed: [
    ...before,
    step('each', 'failed'),
    ...posted(0),
    step('each[1].big', 'succeeded', 'false'),
    step('each[1].customer', 'succeeded', 'out'),
    step('each[1].post', 'failed'),
  ],
  doubtful: [
    ...before,
    step('each', 'waiting'),
    step('each[0].big', 'succeeded', 'false'),
    step('each[0].customer', 'succeeded', 'out'),
    step('each[0].post', 'doubtful'),
  ],
  cancelled: [...before],
};

export const refusal = {
  kind: 'invalid',
  code: 'quickbooks.refused',
  message: 'QuickBooks refused the invoice: line 3 has no tax code. Choose a code for Ontario work in the mapping.',
  details: { line: 3 },
};

export const payload: Json = {
  client: 'Capital Towers Inc.',
  workOrders: [
    { id: 'WO-1', total: 640 },
    { id: 'WO-2', total: 2480.5 },
    { id: 'WO-3', total: 310 },
  ],
};
export const acceptedAt = at(0);
export const finishedAt = at(4);
