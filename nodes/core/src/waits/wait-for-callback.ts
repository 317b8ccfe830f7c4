import { type Delivery, defineControl, json, z } from '@invoicepatch/sdk';
import { isSigned } from '../triggers/signature.ts';

const config = z.strictObject({
  expiresAfterHours: z
    .number()
    .min(0.01)
    .max(87_840)
    .optional()
    .meta({
      title: 'Expires after hours',
      fr: 'Expire après (heures)',
      description: 'Then the flow goes on by the way out "expired". Without it, the run waits for ever.',
      examples: [48],
    }),
  signature: z.enum(['hmac-sha256']).optional().meta({
    title: 'Signature',
    fr: 'Signature',
    description:
      'The secret is set beside the addresses of the flow. With a signature and without a secret, everything is refused.',
  }),
  signatureHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,100}$/, 'A header name is letters, digits and hyphens.')
    .default('x-signature')
    .meta({ title: 'Header of the signature', fr: 'En-tête de la signature', examples: ['x-signature'] }),
});

function verify(
  { signature, signatureHeader }: z.output<typeof config>,
  { headers, rawBody, secret }: Delivery,
): boolean {
  if (signature === undefined) return true;
  const claimed = headers[signatureHeader.toLowerCase()];
  if (!secret || claimed === undefined) return false;
  return isSigned(claimed, { secret, rawBody, time: undefined, encoding: 'hex', prefix: '' });
}

export const waitForCallback = defineControl({
  id: 'core.wait-for-callback',
  version: 1,
  title: 'Wait for a callback',
  summary:
    'Waits until something is sent to the address of this step, and goes on with its body. The address is $callbacks.<id> in any step, before the wait too.',
  fr: {
    title: 'Attendre un rappel',
    summary:
      "Attend que quelque chose soit envoyé à l'adresse de cette étape, puis continue avec son corps. L'adresse est $callbacks.<id> dans toute étape, même avant l'attente.",
  },
  keywords: ['callback', 'webhook', 'resume', 'signal', 'rappel', 'reprise'],
  ports: ['out', 'expired'],
  optionalPorts: { expired: 'expiresAfterHours' },
  waitsFor: 'callback',
  config,
  input: json.meta({ title: 'What is given', fr: 'Ce qui est donné' }),
  verify,
  decide: ({ config: { expiresAfterHours }, incoming, heard, expired, atMs }) => {
    if (heard !== undefined) return { kind: 'go', port: 'out', output: heard.body };
    if (expired === true) return { kind: 'go', port: 'expired', output: incoming };
    return expiresAfterHours === undefined
      ? { kind: 'listen' }
      : { kind: 'listen', expiresAtMs: Math.round(atMs + expiresAfterHours * 3_600_000) };
  },
});
