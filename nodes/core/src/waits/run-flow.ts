import { defineControl, json, z } from '@invoicepatch/sdk';

export const runFlow = defineControl({
  id: 'core.run-flow',
  version: 1,
  title: 'Run another flow',
  summary: 'Runs another flow with what is given, waits for its end, and goes on with what it gives back.',
  fr: {
    title: 'Exécuter un autre flux',
    summary: "Exécute un autre flux avec ce qui est donné, attend sa fin et continue avec ce qu'il renvoie.",
  },
  keywords: ['sub-flow', 'subflow', 'call', 'child', 'sous-flux', 'appel'],
  ports: ['out'],
  waitsFor: 'flow',
  config: z.strictObject({
    flowId: z.uuid('Choose a flow.').meta({ title: 'Flow', fr: 'Flux', format: 'flow' }),
    version: z.number().int().min(1).optional().meta({
      title: 'Version',
      fr: 'Version',
      description: 'Without one, the newest when the step begins.',
    }),
  }),
  input: json.meta({ title: 'What the flow is given', fr: 'Ce que le flux reçoit' }),
  decide: ({ config: { flowId, version }, input, returned }) => {
    if (returned?.ok === true) return { kind: 'go', port: 'out', output: returned.output };
    return { kind: 'call', flowId, payload: input, ...(version === undefined ? {} : { version }) };
  },
});
