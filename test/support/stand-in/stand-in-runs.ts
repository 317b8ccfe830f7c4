import { acceptedAt, finishedAt, hoursToInvoices, payload, refusal, stepsByStatus } from './stand-in-flow.ts';

export const template = {
  slug: 'hours-to-invoices',
  version: 1,
  title: { en: 'Approved hours to invoices', fr: 'Des heures approuvées aux factures' },
  summary: {
    en: 'Makes an invoice of each work order; large ones wait for approval.',
    fr: 'Produit une facture par bon de travail; les grosses attendent une approbation.',
  },
  connections: { books: { auth: 'quickbooks-online', title: { en: 'Books', fr: 'Comptabilité' } } },
  parameters: [
    {
      name: 'limit',
      title: { en: 'Approval from', fr: 'Approbation dès' },
      help: { en: 'In dollars.', fr: 'En dollars.' },
      type: 'number',
      default: 1000,
    },
  ],
};

export const ask = {
  question: 'Post this invoice to the books?',
  details: { client: 'Capital Towers Inc.', workOrder: 'WO-2', total: '2480.50' },
};

export function runsOf(flow: { readonly id: string; readonly name: string }) {
  return Object.entries(stepsByStatus).map(([name, steps]) => ({
    id: `run-${name}`,
    flowId: flow.id,
    flowName: flow.name,
    version: 7,
    status: name === 'doubtful' ? 'needs-person' : name,
    acceptedAt,
    startedAt: name === 'queued' ? null : acceptedAt,
    finishedAt: ['succeeded', 'failed', 'cancelled'].includes(name) ? finishedAt : null,
    fault: name === 'failed' ? refusal : null,
    faultStep: name === 'failed' ? 'each[1].post' : null,
    trigger: { nodeId: 'hours', type: 'core.webhook@1' },
    document: hoursToInvoices,
    payload,
    steps,
    againOf: null,
  }));
}
