import { type Delivery, defineWebhookTrigger, json, z } from '@invoicepatch/sdk';
import { eventShape } from './event-shape.ts';
import { payloadShape } from './payload-shape.ts';
import { isFresh, isSigned } from './signature.ts';

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'A header name is letters, digits and hyphens.');

const config = z.strictObject({
  answer: z.enum(['at-once', 'when-responded']).default('at-once').meta({
    title: 'Answer',
    fr: 'Réponse',
    description: 'At once: as soon as the event is safe. When responded: with what a respond step of the flow gives.',
  }),
  timeoutSeconds: z.number().int().min(1).max(30).default(10).meta({
    title: 'Longest wait for the answer, in seconds',
    fr: 'Attente maximale de la réponse, en secondes',
  }),
  signature: z.enum(['none', 'hmac-sha256']).default('none').meta({
    title: 'Signature',
    fr: 'Signature',
    description: 'With a signature and without a secret, every delivery is refused.',
  }),
  signatureHeader: headerName
    .default('x-signature')
    .meta({ title: 'Header of the signature', fr: 'En-tête de la signature', examples: ['x-signature'] }),
  signaturePrefix: z
    .string()
    .max(20)
    .default('')
    .meta({ title: 'Text before the signature', fr: 'Texte avant la signature', examples: ['sha256='] }),
  encoding: z.enum(['hex', 'base64']).default('hex').meta({ title: 'Encoding', fr: 'Encodage' }),
  timestampHeader: headerName.optional().meta({
    title: 'Header of the time',
    fr: "En-tête de l'heure",
    description: 'When given, "time.body" is what is signed, and a time more than five minutes off is refused.',
    examples: ['x-timestamp'],
  }),
  deliveryIdHeader: headerName.default('x-delivery-id').meta({
    title: "Header of the sender's delivery id",
    fr: "En-tête de l'identifiant de livraison",
    examples: ['x-delivery-id'],
  }),
  ...eventShape,
  ...payloadShape,
});
type Config = z.output<typeof config>;

function header(delivery: Delivery, name: string): string | undefined {
  return delivery.headers[name.toLowerCase()];
}

function verify(settings: Config, delivery: Delivery): boolean {
  if (settings.signature === 'none') return true;
  const claimed = header(delivery, settings.signatureHeader);
  if (!delivery.secret || claimed === undefined) return false;
  const time = settings.timestampHeader === undefined ? undefined : header(delivery, settings.timestampHeader);
  if (settings.timestampHeader !== undefined && !isFresh(time, delivery.now)) return false;
  return isSigned(claimed, {
    secret: delivery.secret,
    rawBody: delivery.rawBody,
    time,
    encoding: settings.encoding,
    prefix: settings.signaturePrefix,
  });
}

export const webhook = defineWebhookTrigger({
  id: 'core.webhook',
  version: 1,
  title: 'Receive a request',
  summary: 'Starts a run for each JSON body that is sent to the address of this trigger.',
  fr: {
    title: 'Recevoir une requête',
    summary: "Lance une exécution pour chaque corps JSON envoyé à l'adresse de ce déclencheur.",
  },
  keywords: ['webhook', 'http', 'hook', 'callback', 'réception', 'point de terminaison'],
  config,
  output: json,
  verify,
  deliveryId: (settings, delivery) => header(delivery, settings.deliveryIdHeader) || undefined,
});
