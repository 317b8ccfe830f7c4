import { defineNativeTrigger, json, z } from '@invoicepatch/sdk';

export const platformEvent = defineNativeTrigger({
  id: 'core.platform-event',
  version: 1,
  start: 'platform',
  title: 'When something happens here',
  summary: 'Starts a run when a run fails or needs a person, a connection is refused, or a flow is published.',
  fr: {
    title: "Lorsqu'un événement survient ici",
    summary:
      "Lance une exécution quand une exécution échoue ou attend une personne, qu'une connexion est refusée ou qu'un flux est publié.",
  },
  keywords: ['error', 'alert', 'failed', 'notify', 'alerte', 'échec', 'avertir'],
  config: z.strictObject({
    events: z
      .array(z.enum(['run.failed', 'run.needs-person', 'connection.refused', 'flow.published']))
      .min(1)
      .max(4)
      .meta({ title: 'What happens', fr: 'Ce qui survient', examples: [['run.failed']] }),
    flowId: z.uuid().optional().meta({
      title: 'Of this flow only',
      fr: 'De ce flux seulement',
      description: 'The id of a flow. Without it, of every flow.',
    }),
  }),
  output: z.strictObject({
    kind: z.string().meta({ title: 'What happened', fr: 'Ce qui est survenu', examples: ['run.failed'] }),
    at: z.iso.datetime().meta({ title: 'When', fr: 'Quand' }),
    flowId: z.string().nullable().meta({ title: 'Flow', fr: 'Flux' }),
    runId: z.string().nullable().meta({ title: 'Run', fr: 'Exécution' }),
    facts: z.record(z.string(), json).meta({ title: 'Details', fr: 'Détails' }),
    depth: z.number().int().meta({ title: 'Events that led to this one', fr: 'Événements qui ont mené à celui-ci' }),
  }),
});
