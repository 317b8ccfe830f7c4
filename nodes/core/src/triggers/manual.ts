import { defineNativeTrigger, json, z } from '@invoicepatch/sdk';
import { payloadShape } from './payload-shape.ts';

export const manual = defineNativeTrigger({
  id: 'core.manual',
  version: 1,
  start: 'manual',
  title: 'Start by hand',
  summary: 'Starts a run when a person presses Run, with the data that the person gives.',
  fr: {
    title: 'Démarrer manuellement',
    summary: 'Lance une exécution quand une personne appuie sur Exécuter, avec les données fournies.',
  },
  keywords: ['button', 'test', 'bouton', 'essai'],
  config: z.strictObject({ ...payloadShape }),
  output: json,
});
