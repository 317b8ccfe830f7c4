import { defineAction, Fault, z } from '@invoicepatch/sdk';
import { quickBooks } from '../auth.ts';
import { type Books, quote, select, toMinorVersion } from '../books.ts';
import { customerAnswer, customerRow } from './customer-answer.ts';
import { type CustomerFacts, customerFacts, toCustomer } from './customer-facts.ts';

type Found = z.output<typeof customerRow>;

async function findByName(books: Books, displayName: string): Promise<Found | undefined> {
  // Without naming both states QuickBooks keeps quiet about customers made inactive.
  const query = `select * from Customer where DisplayName = ${quote(displayName)} and Active in (true, false)`;
  const [found] = await select(books, query, { row: customerRow, limit: 1 });
  if (found !== undefined && !found.Active) {
    throw new Fault(
      'conflict',
      'quickbooks.customer-inactive',
      `The customer “${displayName}” exists in QuickBooks but is inactive. Make it active again, or use another name.`,
      {
        details: { id: found.Id },
      },
    );
  }
  return found;
}

async function create(books: Books, facts: CustomerFacts, key: string): Promise<Found> {
  const answer = await books.http.post('customer', toCustomer(facts), {
    query: { requestid: key, minorversion: toMinorVersion(books.settings) },
  });
  return answer.as(customerAnswer).Customer;
}

function toOutput(customer: Found, created: boolean) {
  return { id: customer.Id, displayName: customer.DisplayName, syncToken: customer.SyncToken, created };
}

export const findOrCreateCustomer = defineAction({
  id: 'quickbooks-online.find-or-create-customer',
  version: 1,
  title: 'Find or create a customer',
  summary: 'Finds the customer with this display name, or adds it to the connected company.',
  fr: {
    title: 'Trouver ou créer un client',
    summary: 'Trouve le client qui porte ce nom affiché, ou l’ajoute à l’entreprise connectée.',
  },
  keywords: ['client', 'customer', 'contact', 'upsert'],
  effect: { kind: 'write', repeat: 'key' },
  auth: quickBooks,
  input: customerFacts,
  output: z.strictObject({
    id: z.string().meta({ title: 'Customer id', fr: 'Numéro du client', examples: ['58'] }),
    displayName: z.string().meta({ title: 'Display name', fr: 'Nom affiché', examples: ['Capital Towers Inc.'] }),
    syncToken: z.string().meta({ title: 'Sync token', fr: 'Jeton de synchronisation', examples: ['0'] }),
    created: z.boolean().meta({ title: 'Was it created just now?', fr: 'Vient-il d’être créé?', examples: [true] }),
  }),
  run: async ({ input, key, ...books }) => {
    const found = await findByName(books, input.displayName);
    if (found !== undefined) return toOutput(found, false);
    try {
      return toOutput(await create(books, input, key), true);
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code !== 'quickbooks.duplicate-name') throw thrown;
      // Another run may have added it since we looked; else a vendor or an employee has the name, and the refusal stands.
      const added = await findByName(books, input.displayName);
      if (added === undefined) throw thrown;
      return toOutput(added, false);
    }
  },
});
