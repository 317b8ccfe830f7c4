import type { NodeDescriptor } from '@invoicepatch/sdk';

type Wordings = readonly [title: string, french: string, summary: string, frenchSummary: string];

const words = ([title, fr, summary, frSummary]: Wordings) => ({
  title,
  summary,
  fr: { title: fr, summary: frSummary },
  keywords: [],
});
const code = (title: string, format: string) => ({ title, fr: title, format });

const core: readonly NodeDescriptor[] = [
  {
    type: 'core.webhook@1',
    kind: 'trigger',
    start: 'webhook',
    ports: ['out'],
    ...words([
      'Receive a webhook',
      'Recevoir un webhook',
      'Starts a run for each request.',
      'Lance une exécution par requête.',
    ]),
    config: {
      type: 'object',
      properties: {
        answer: {
          type: 'string',
          enum: ['at-once', 'when-responded'],
          default: 'at-once',
          title: 'Answer',
          fr: 'Réponse',
        },
        timeoutSeconds: {
          type: 'integer',
          default: 10,
          title: 'Longest wait, in seconds',
          fr: 'Attente maximale, en secondes',
        },
      },
    },
  },
  {
    type: 'core.file-drop@1',
    kind: 'trigger',
    start: 'file',
    ports: ['out'],
    ...words([
      'Receive a file',
      'Recevoir un fichier',
      'Starts a run for each file.',
      'Lance une exécution par fichier.',
    ]),
    config: {
      type: 'object',
      properties: {
        accept: { type: 'array', items: { type: 'string' }, title: 'Accepted endings', fr: 'Extensions acceptées' },
      },
    },
  },
  {
    type: 'core.manual@1',
    kind: 'trigger',
    start: 'manual',
    ports: ['out'],
    ...words([
      'Start by hand',
      'Démarrer manuellement',
      'Starts when a person presses Run.',
      'Démarre quand une personne appuie sur Exécuter.',
    ]),
  },
  {
    type: 'core.transform@1',
    kind: 'evaluation',
    ports: ['out'],
    ...words([
      'Transform the data',
      'Transformer les données',
      'Makes new data with one expression.',
      'Produit des données avec une expression.',
    ]),
    config: {
      type: 'object',
      properties: { expression: { type: 'string', ...code('Expression', 'jsonata') } },
      required: ['expression'],
    },
  },
  {
    type: 'core.rule@1',
    kind: 'evaluation',
    ports: ['true', 'false'],
    ...words(['Check a rule', 'Vérifier une règle', 'Chooses a way by a rule.', 'Choisit une sortie selon une règle.']),
    config: { type: 'object', properties: { logic: code('Rule', 'json-logic') }, required: ['logic'] },
  },
  {
    type: 'core.for-each@1',
    kind: 'loop',
    ports: ['out'],
    ...words([
      'Repeat for each item',
      'Répéter pour chaque élément',
      'Runs the steps inside for each item.',
      'Exécute les étapes pour chaque élément.',
    ]),
    config: { type: 'object', properties: { items: { type: 'string', default: '$', ...code('List', 'jsonata') } } },
  },
  {
    type: 'core.approval@1',
    kind: 'control',
    ports: ['approved', 'rejected'],
    ...words(['Ask for approval', 'Demander une approbation', 'Waits for a person.', 'Attend une personne.']),
    config: {
      type: 'object',
      properties: { question: { type: 'string', title: 'Question', fr: 'Question' } },
      required: ['question'],
    },
  },
  {
    type: 'core.respond@1',
    kind: 'control',
    ports: ['out'],
    ...words(['Answer the sender', 'Répondre à l’expéditeur', 'Gives the answer.', 'Donne la réponse.']),
    input: { type: 'object', properties: { status: { type: 'integer', title: 'Status' }, body: { title: 'Body' } } },
  },
  {
    type: 'core.read-workbook@1',
    kind: 'action',
    effect: { kind: 'read' },
    ports: ['out'],
    ...words([
      'Read a spreadsheet',
      'Lire un classeur',
      'Reads the rows of an Excel file.',
      'Lit les lignes d’un fichier Excel.',
    ]),
    config: {
      type: 'object',
      properties: {
        sheet: { type: 'string', title: 'Sheet', fr: 'Feuille' },
        columns: {
          type: 'array',
          title: 'Columns',
          fr: 'Colonnes',
          items: {
            type: 'object',
            properties: {
              field: { type: 'string', title: 'Field' },
              headings: { type: 'array', items: { type: 'string' } },
              required: { type: 'boolean', default: true },
            },
          },
        },
      },
    },
  },
];

const action = (id: string, wording: Wordings): NodeDescriptor => ({
  type: `quickbooks-online.${id}@1`,
  kind: 'action',
  effect: { kind: 'write', repeat: 'key' },
  auth: 'quickbooks-online',
  ports: ['out'],
  ...words(wording),
  input: {
    type: 'object',
    properties: {
      displayName: { type: 'string', title: 'Display name', fr: 'Nom affiché' },
      email: { type: 'string' },
    },
    required: ['displayName'],
  },
});

export const catalog = {
  nodes: [
    ...core,
    action('find-or-create-customer', [
      'Find or create a customer',
      'Trouver ou créer un client',
      'Looks for the customer first.',
      'Cherche d’abord le client.',
    ]),
    action('create-invoice', ['Create an invoice', 'Créer une facture', 'Adds an invoice.', 'Ajoute une facture.']),
  ],
  connectors: [
    {
      id: 'quickbooks-online',
      title: 'QuickBooks Online',
      mark: { initials: 'QB', colour: '#2CA01C' },
      auth: {
        id: 'quickbooks-online',
        title: 'QuickBooks Online',
        signing: 'oauth2',
        settings: {
          type: 'object',
          properties: { realmId: { type: 'string', title: 'Company id', fr: 'Identifiant de l’entreprise' } },
          required: ['realmId'],
        },
        environments: [
          { id: 'production', title: 'Production' },
          { id: 'sandbox', title: 'Sandbox' },
          { id: 'simulator', title: 'Simulated' },
        ],
        hasSimulator: true,
      },
    },
  ],
};
