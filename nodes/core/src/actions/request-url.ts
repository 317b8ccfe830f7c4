import { Fault, z } from '@invoicepatch/sdk';

const absolute = /^https?:\/\/[^/?#{}@\s]+(?:[/?#]|$)/i;
const placeholder = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;
const secretHeader = /authorization|cookie|token|secret|password|api-?key/i;
const framing = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

export const url = z
  .string()
  .max(2_000)
  .refine((text) => absolute.test(text) && URL.canParse(text), {
    message: 'An address starts with https:// or http:// and a host name; {places} may stand in its path only.',
  })
  .meta({
    title: 'Address',
    fr: 'Adresse',
    description: 'A {place} in the path is filled from the input "path".',
    examples: ['https://api.example.com/timesheets/{id}'],
  });

export const headers = z
  .record(
    z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'A header name is letters, digits and hyphens.'),
    z.string().max(1_000),
  )
  .refine((all) => !Object.keys(all).some((name) => secretHeader.test(name)), {
    message: 'A flow holds no secrets: use a connector with a connection for a request that must be signed.',
  })
  .refine((all) => !Object.keys(all).some((name) => framing.has(name.toLowerCase())), {
    message: 'Headers about the transport are set by the engine.',
  })
  .default({})
  .meta({ title: 'Headers', fr: 'En-têtes', examples: [{ accept: 'application/json' }] });

const simple = z.union([z.string(), z.number(), z.boolean()]);

export const path = z
  .record(z.string(), z.union([z.string().min(1), z.number()]))
  .default({})
  .meta({ title: 'Places in the path', fr: 'Valeurs du chemin', examples: [{ id: '1045' }] });

export const query = z
  .record(z.string(), simple)
  .default({})
  .meta({ title: 'Query', fr: 'Paramètres de requête', examples: [{ since: '2026-11-01' }] });

/** Fills the places of an address. What is filled in stays one piece of the path, whatever it holds. */
export function fillUrl(address: string, values: Readonly<Record<string, string | number>>): string {
  return address.replace(placeholder, (_place, name: string) => {
    const value = Object.hasOwn(values, name) ? String(values[name]) : '';
    if (value === '' || /^\.{1,2}$/.test(value)) {
      throw new Fault(
        'invalid',
        'http-request.no-place',
        `The address needs a value for {${name}}: give it in the input's "path".`,
        {
          details: { name },
        },
      );
    }
    return encodeURIComponent(value);
  });
}
