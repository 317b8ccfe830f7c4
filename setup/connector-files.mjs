/** `acme-books` → `acmeBooksAuth`, which is no reserved word whatever the name is. */
function toAuthName(name) {
  return `${name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())}Auth`;
}

/** `acme-books` → `Acme Books` */
function toTitle(name) {
  return name
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
}

/** Two letters for the canvas. */
function toInitials(name) {
  const words = name.replace(/[0-9]/g, '').split('-').filter(Boolean);
  const letters = words.length > 1 ? words[0][0] + words[1][0] : (words[0] ?? 'x').padEnd(2, 'x').slice(0, 2);
  return letters.toUpperCase();
}

function toAuth(name) {
  return `import { defineAuth, z } from '@invoicepatch/sdk';

const api = 'https://api.${name}.example/v1/';

export const ${toAuthName(name)} = defineAuth({
  id: '${name}',
  title: '${toTitle(name)}',
  signing: { kind: 'header', header: 'authorization', prefix: 'Bearer ' },
  settings: z.strictObject({
    companyId: z
      .string()
      .min(1)
      .meta({ title: 'Company id', fr: 'Numéro de l’entreprise', examples: ['1001'] }),
  }),
  environments: [{ id: 'production', title: '${toTitle(name)}', urls: () => ({ api }) }],
  probe: 'company',
});
`;
}

function toAction(name) {
  return `import { defineAction, z } from '@invoicepatch/sdk';
import { ${toAuthName(name)} } from './auth.ts';

const answer = z.object({ id: z.coerce.string(), name: z.string() });

export const createCustomer = defineAction({
  id: '${name}.create-customer',
  version: 1,
  title: 'Create a customer',
  summary: 'Adds a customer to the connected company.',
  fr: { title: 'Créer un client', summary: 'Ajoute un client à l’entreprise connectée.' },
  keywords: ['customer', 'client'],
  effect: { kind: 'write', repeat: 'key' },
  auth: ${toAuthName(name)},
  input: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .meta({ title: 'Name', fr: 'Nom', examples: ['Capital Towers Inc.'] }),
  }),
  output: z.strictObject({
    id: z.string().meta({ title: 'Customer id', fr: 'Numéro du client', examples: ['58'] }),
    name: z.string().meta({ title: 'Name', fr: 'Nom', examples: ['Capital Towers Inc.'] }),
  }),
  run: async ({ input, http, key }) => {
    const created = await http.post('customers', { name: input.name }, { headers: { 'idempotency-key': key } });
    const { id, name } = created.as(answer);
    return { id, name };
  },
});
`;
}

function toTest() {
  return `import { Fault } from '@invoicepatch/sdk';
import { fakeHttp, runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { createCustomer } from './create-customer.ts';

test('adds the customer under the key of the effect', async () => {
  const http = fakeHttp({ 'POST customers': { id: 58, name: 'Capital Towers Inc.', more: true } });

  const customer = await runAction(createCustomer, { input: { name: 'Capital Towers Inc.' }, http, key: 'k1' });

  expect(customer).toEqual({ id: '58', name: 'Capital Towers Inc.' });
  expect(http.sent[0]).toMatchObject({ body: { name: 'Capital Towers Inc.' }, headers: { 'idempotency-key': 'k1' } });
});

test('says when the answer is not what the system promised', async () => {
  const http = fakeHttp({ 'POST customers': { error: 'busy' } });

  const attempt = runAction(createCustomer, { input: { name: 'Capital Towers Inc.' }, http });

  await expect(attempt).rejects.toBeInstanceOf(Fault);
  await expect(attempt).rejects.toMatchObject({ code: 'http.unexpected-answer', doubtful: true });
});
`;
}

function toIndex(name) {
  return `import { defineConnector } from '@invoicepatch/sdk';
import { ${toAuthName(name)} } from './auth.ts';
import { createCustomer } from './create-customer.ts';

export default defineConnector({
  id: '${name}',
  title: '${toTitle(name)}',
  mark: { initials: '${toInitials(name)}', colour: '#3F51B5' },
  auth: ${toAuthName(name)},
  nodes: [createCustomer],
});
`;
}

/** The first files of a connector, by their names: small, whole, and green. */
export function toFiles(name) {
  return {
    'auth.ts': toAuth(name),
    'create-customer.ts': toAction(name),
    'create-customer.test.ts': toTest(),
    'index.ts': toIndex(name),
  };
}
