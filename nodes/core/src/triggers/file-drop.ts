import { defineNativeTrigger, z } from '@invoicepatch/sdk';
import { eventShape } from './event-shape.ts';

export const fileDrop = defineNativeTrigger({
  id: 'core.file-drop',
  version: 1,
  start: 'file',
  title: 'Receive a file',
  summary: 'Starts a run for each file that is uploaded, sent to the address of this trigger or put into its folder.',
  fr: {
    title: 'Recevoir un fichier',
    summary:
      "Lance une exécution pour chaque fichier téléversé, envoyé à l'adresse de ce déclencheur ou déposé dans son dossier.",
  },
  keywords: ['excel', 'spreadsheet', 'upload', 'folder', 'classeur', 'téléversement', 'dossier'],
  config: z.strictObject({
    accept: z
      .array(z.string().regex(/^\.[a-z0-9]{1,10}$/, 'An ending reads like .xlsx, in small letters.'))
      .min(1)
      .max(20)
      .default(['.xlsx'])
      .meta({ title: 'Accepted endings', fr: 'Extensions acceptées', examples: [['.xlsx']] }),
    ...eventShape,
  }),
  output: z.strictObject({
    fileId: z.uuid().meta({ title: 'File id', fr: 'Identifiant du fichier' }),
    name: z.string().meta({ title: 'File name', fr: 'Nom du fichier', examples: ['hours-2026-11.xlsx'] }),
    sizeBytes: z.number().int().meta({ title: 'Size in bytes', fr: 'Taille en octets' }),
  }),
});
