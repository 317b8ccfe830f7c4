import { z } from '@invoicepatch/sdk';

const expression = z.string().min(1).max(10_000);

/** What a trigger whose events come from outside may say about events that belong together. */
export const eventShape = {
  dedupeBy: expression.optional().meta({
    title: 'Same event when this is the same',
    fr: 'Même événement lorsque ceci est identique',
    description:
      'An expression over the event, such as invoice.number. An event with a value that came before starts nothing. Where it gives nothing, the delivery id counts.',
  }),
  debounce: z
    .strictObject({
      key: expression.optional().meta({
        title: 'Events that belong together',
        fr: 'Événements qui vont ensemble',
        description: 'An expression over the event, such as customer.id. Without it, all of them.',
      }),
      quietSeconds: z.number().int().min(1).max(86_400).meta({
        title: 'Quiet time before the run starts, in seconds',
        fr: "Temps calme avant l'exécution, en secondes",
      }),
      longestSeconds: z.number().int().min(1).max(604_800).optional().meta({
        title: 'Longest wait since the first event, in seconds',
        fr: 'Attente maximale depuis le premier événement, en secondes',
      }),
      keep: z.enum(['latest', 'all']).default('latest').meta({
        title: 'What the run gets',
        fr: "Ce que reçoit l'exécution",
        description: 'The latest event, or { "events": [ … ] } with all of them, the oldest first.',
      }),
    })
    .optional()
    .meta({
      title: 'Wait until it is quiet',
      fr: 'Attendre que ce soit calme',
      description: 'Events that follow each other closely start one run, once no other has come for so long.',
    }),
};
