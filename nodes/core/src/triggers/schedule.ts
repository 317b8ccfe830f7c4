import { defineNativeTrigger, z } from '@invoicepatch/sdk';

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const schedule = defineNativeTrigger({
  id: 'core.schedule',
  version: 1,
  start: 'schedule',
  title: 'Start on a schedule',
  summary: 'Starts a run at the times of a cron expression, in a time zone of your choice.',
  fr: {
    title: 'Démarrer selon un horaire',
    summary: "Lance une exécution aux heures d'une expression cron, dans le fuseau horaire de votre choix.",
  },
  keywords: ['cron', 'timer', 'calendar', 'minuterie', 'calendrier'],
  config: z.strictObject({
    cron: z
      .string()
      .max(200)
      .refine((text) => text.trim().split(/\s+/).length === 5, {
        message: 'A schedule has five fields: minute, hour, day of month, month, day of week.',
      })
      .meta({
        title: 'Cron expression',
        fr: 'Expression cron',
        description: 'Minute, hour, day of month, month, day of week.',
        examples: ['0 6 * * 1-5'],
      }),
    timeZone: z
      .string()
      .max(100)
      .refine(isTimeZone, { message: 'A time zone reads like America/Toronto.' })
      .meta({ title: 'Time zone', fr: 'Fuseau horaire', examples: ['America/Toronto', 'America/Vancouver'] }),
    missed: z.enum(['skip', 'run-once', 'run-all']).default('run-once').meta({
      title: 'Times missed while the engine was off',
      fr: "Heures manquées pendant l'arrêt du moteur",
      description: 'Skip them, run once for the latest of them, or run for each of the latest 100, the oldest first.',
    }),
  }),
  output: z.strictObject({
    slot: z.iso.datetime().meta({ title: 'Planned time', fr: 'Heure prévue', examples: ['2026-11-02T11:00:00.000Z'] }),
    now: z.iso.datetime().meta({ title: 'Time of the start', fr: 'Heure du lancement' }),
  }),
});
