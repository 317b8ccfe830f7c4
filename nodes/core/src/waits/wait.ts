import { defineControl, Fault, type Json, json, z } from '@invoicepatch/sdk';
import { addDays, isTimeZone, readTime } from './local-time.ts';

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 };
/** A century: past it a date is more likely a mistake than a plan. */
const longestMs = 100 * 366 * 86_400_000;

const config = z.strictObject({
  amount: z
    .number()
    .min(0)
    .max(36_600)
    .default(1)
    .meta({ title: 'How long', fr: 'Durée', examples: [3] }),
  unit: z.enum(['seconds', 'minutes', 'hours', 'days']).default('hours').meta({ title: 'Unit', fr: 'Unité' }),
  untilField: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      title: 'Wait until the time in this field',
      fr: "Attendre jusqu'à l'heure de ce champ",
      description:
        'A field of what is given to this step, with a time like 2026-11-30, 2026-11-30T09:00 or 2026-11-30T14:00:00Z. Then "How long" is not used.',
      examples: ['dueDate'],
    }),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, 'Use an IANA time zone, for instance America/Toronto.')
    .default('America/Toronto')
    .meta({
      title: 'Time zone',
      fr: 'Fuseau horaire',
      description: 'For days, and for times that name no offset.',
      examples: ['America/Vancouver'],
    }),
});
type Config = z.output<typeof config>;

function untilOf({ untilField, amount, unit, timeZone }: Config, input: Json, atMs: number): number {
  if (untilField !== undefined) return readUntil(input, untilField, timeZone);
  return unit === 'days' ? addDays(atMs, amount, timeZone) : atMs + Math.round(amount * unitMs[unit]);
}

function readUntil(input: Json, field: string, timeZone: string): number {
  const entries = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.entries(input) : [];
  const value = new Map<string, unknown>(entries).get(field);
  const until = typeof value === 'string' ? readTime(value, timeZone) : undefined;
  if (until !== undefined && Math.abs(until) < Date.UTC(2026, 0) + longestMs) return until;
  const text = `"${field}" holds no time to wait for. Give it one like 2026-11-30, 2026-11-30T09:00 or 2026-11-30T14:00:00Z.`;
  throw new Fault('invalid', 'wait.bad-time', text, { details: { field } });
}

export const wait = defineControl({
  id: 'core.wait',
  version: 1,
  title: 'Wait for a time',
  summary: 'Waits so long, or until a time, and goes on with what came in. A waiting run costs nothing.',
  fr: {
    title: 'Attendre un moment',
    summary: "Attend un certain temps, ou jusqu'à une heure donnée, puis continue avec ce qui est reçu.",
  },
  keywords: ['sleep', 'delay', 'timer', 'pause', 'until', 'délai', 'minuterie', 'attendre'],
  ports: ['out'],
  passes: 'incoming',
  config,
  input: json.meta({ title: 'What is given', fr: 'Ce qui est donné' }),
  decide: ({ config: settings, input, atMs }) => ({ kind: 'sleep', untilMs: untilOf(settings, input, atMs) }),
});
