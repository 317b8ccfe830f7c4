import { coreNodes } from '@invoicepatch/core';
import {
  defineAction,
  describeNode,
  type FlowDocument,
  type FlowNode,
  flowDocument,
  type NodeType,
  toTypeName,
  z,
} from '@invoicepatch/sdk';

const createInvoice: NodeType = defineAction({
  id: 'books.create-invoice',
  version: 1,
  title: 'Create an invoice',
  summary: 'Creates an invoice.',
  fr: { title: 'Créer une facture', summary: 'Crée une facture.' },
  effect: { kind: 'write', repeat: 'key' },
  input: z.strictObject({
    customer: z.string(),
    currency: z.enum(['CAD', 'USD']).default('CAD'),
    note: z.string().optional(),
    lines: z.array(z.strictObject({ description: z.string(), amount: z.string() })),
  }),
  output: z.object({ id: z.string(), total: z.number() }),
  run: async () => ({ id: '1', total: 1 }),
});

const descriptors = new Map([...coreNodes, createInvoice].map((type) => [toTypeName(type), describeNode(type)]));

/** The core nodes, and books that take invoices. */
export const describe = (type: string) => descriptors.get(type);

export function toDocument(document: Omit<FlowDocument, 'format'>): FlowDocument {
  return flowDocument.parse({ format: 1, ...document });
}

export const hours = {
  client: 'Capital Towers Inc.',
  entries: [{ worker: 'Ana', hours: 7.5, rate: '68.45', approved: true }],
};

export const hook = (sample: FlowNode['config'] = { sample: hours }): FlowNode => ({
  id: 'hook',
  type: 'core.webhook@1',
  config: sample,
});

export const transform = (id: string, expression: string): FlowNode => ({
  id,
  type: 'core.transform@1',
  config: { expression },
});

export const post = (input: string): FlowNode => ({ id: 'post', type: 'books.create-invoice@1', input });

export const chain = (...ids: string[]) => ids.slice(1).map((to, index) => ({ from: ids[index] ?? '', to }));
