import { type FlowDocument, z } from '@invoicepatch/sdk';

const rules = z.object({
  dedupeBy: z.string().optional(),
  debounce: z
    .object({
      key: z.string().optional(),
      quietSeconds: z.number(),
      longestSeconds: z.number().optional(),
      keep: z.enum(['latest', 'all']).default('latest'),
    })
    .optional(),
});

/** What a trigger says about events that belong together; see `core.webhook`. */
export type EventRules = z.output<typeof rules>;

/** The rules of a trigger; `undefined` when it has none, which is the rule. */
export function findEventRules({ nodes }: FlowDocument, nodeId: string): EventRules | undefined {
  const config = nodes.find(({ id }) => id === nodeId)?.config;
  if (config?.['dedupeBy'] === undefined && config?.['debounce'] === undefined) return undefined;
  const parsed = rules.safeParse(config);
  return parsed.success ? parsed.data : undefined;
}
