import { defineControl, json, z } from '@invoicepatch/sdk';

const hourMs = 3_600_000;
const hours = z.number().min(0.01).max(8_784);

export const approval = defineControl({
  id: 'core.approval',
  version: 1,
  title: 'Ask for approval',
  summary: 'Waits, for as long as it takes, until a person approves or rejects, or as many as must.',
  fr: {
    title: 'Demander une approbation',
    summary: "Attend, aussi longtemps qu'il le faut, qu'une personne approuve ou rejette, ou autant qu'il en faut.",
  },
  keywords: ['approve', 'human', 'decision', 'approuver', 'décision', 'autorisation', 'escalate', 'reminder'],
  ports: ['approved', 'rejected', 'expired'],
  optionalPorts: { expired: 'expiresAfterHours' },
  passes: 'incoming',
  config: z.strictObject({
    question: z
      .string()
      .min(1)
      .max(1_000)
      .meta({ title: 'Question', fr: 'Question', examples: ['Post this invoice to the books?'] }),
    approvers: z
      .array(z.string().min(1).max(320))
      .min(1)
      .max(100)
      .optional()
      .meta({
        title: 'Who may decide',
        fr: 'Qui peut décider',
        description: 'E-mail addresses. Without any, everybody who may approve.',
        examples: [['controller@example.com', 'owner@example.com']],
      }),
    needed: z.number().int().min(1).max(100).default(1).meta({
      title: 'Approvals needed',
      fr: 'Approbations requises',
      description: 'Of different people; nobody counts twice.',
    }),
    veto: z.boolean().default(true).meta({
      title: 'One rejection is enough',
      fr: 'Un seul refus suffit',
      description: 'Otherwise it is rejected when too few are left to approve.',
    }),
    remindAfterHours: hours.optional().meta({
      title: 'Remind after hours',
      fr: 'Rappeler après (heures)',
      description: 'Again and again, until it is decided.',
      examples: [24],
    }),
    expiresAfterHours: hours.optional().meta({
      title: 'Expires after hours',
      fr: 'Expire après (heures)',
      description: 'Then the flow goes on by the way out "expired", for instance to ask somebody else.',
      examples: [72],
    }),
  }),
  input: json.meta({ title: 'What the person sees', fr: 'Ce que la personne voit' }),
  decide: ({ config, input, incoming, answer, expired, atMs }) => {
    if (answer !== undefined) return { kind: 'go', port: answer.port, output: incoming };
    if (expired === true) return { kind: 'go', port: 'expired', output: incoming };
    const { approvers, needed, veto, remindAfterHours, expiresAfterHours } = config;
    // Without a list nobody knows how many are left, so as many must reject as must approve.
    const rejections = veto ? 1 : approvers === undefined ? needed : Math.max(1, approvers.length - needed + 1);
    return {
      kind: 'ask',
      question: config.question,
      details: input,
      poll: {
        choices: [
          { port: 'approved', needed },
          { port: 'rejected', needed: rejections },
        ],
        ...(approvers === undefined ? {} : { people: approvers }),
        ...(expiresAfterHours === undefined ? {} : { expiresAtMs: Math.round(atMs + expiresAfterHours * hourMs) }),
        ...(remindAfterHours === undefined ? {} : { remindEveryMs: Math.round(remindAfterHours * hourMs) }),
      },
    };
  },
});
