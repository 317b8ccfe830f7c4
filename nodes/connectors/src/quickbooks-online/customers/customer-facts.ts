import { z } from '@invoicepatch/sdk';

const addressFacts = z.strictObject({
  line1: z
    .string()
    .max(500)
    .optional()
    .meta({ title: 'Street', fr: 'Rue', examples: ['100 Queen Street'] }),
  line2: z
    .string()
    .max(500)
    .optional()
    .meta({ title: 'Unit', fr: 'Bureau', examples: ['Suite 400'] }),
  city: z
    .string()
    .max(255)
    .optional()
    .meta({ title: 'City', fr: 'Ville', examples: ['Ottawa'] }),
  province: z
    .string()
    .max(255)
    .optional()
    .meta({ title: 'Province', fr: 'Province', examples: ['ON'] }),
  postalCode: z
    .string()
    .max(30)
    .optional()
    .meta({ title: 'Postal code', fr: 'Code postal', examples: ['K1P 1J9'] }),
  country: z
    .string()
    .max(255)
    .optional()
    .meta({ title: 'Country', fr: 'Pays', examples: ['Canada'] }),
});

export const customerFacts = z.strictObject({
  displayName: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[^:\t\r\n]*$/, 'QuickBooks allows no colon, tab or line break in a display name.')
    .meta({ title: 'Display name', fr: 'Nom affiché', examples: ['Capital Towers Inc.'] }),
  companyName: z
    .string()
    .max(100)
    .optional()
    .meta({ title: 'Company name', fr: 'Nom de l’entreprise', examples: ['Capital Towers Inc.'] }),
  email: z
    .email()
    .max(100)
    .optional()
    .meta({ title: 'E-mail', fr: 'Courriel', examples: ['payables@capital-towers.example'] }),
  phone: z
    .string()
    .max(30)
    .optional()
    .meta({ title: 'Phone', fr: 'Téléphone', examples: ['613-555-0142'] }),
  address: addressFacts.optional().meta({
    title: 'Billing address',
    fr: 'Adresse de facturation',
    examples: [{ line1: '100 Queen Street', city: 'Ottawa', province: 'ON' }],
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write the currency as three capital letters, such as CAD.')
    .optional()
    .meta({ title: 'Currency', fr: 'Devise', examples: ['CAD'] }),
});

export type CustomerFacts = z.output<typeof customerFacts>;

function toAddress(address: NonNullable<CustomerFacts['address']>) {
  return {
    Line1: address.line1,
    Line2: address.line2,
    City: address.city,
    Country: address.country,
    CountrySubDivisionCode: address.province,
    PostalCode: address.postalCode,
  };
}

/** `undefined` members vanish when the body becomes JSON. */
export function toCustomer(facts: CustomerFacts) {
  return {
    DisplayName: facts.displayName,
    CompanyName: facts.companyName,
    PrimaryEmailAddr: facts.email === undefined ? undefined : { Address: facts.email },
    PrimaryPhone: facts.phone === undefined ? undefined : { FreeFormNumber: facts.phone },
    BillAddr: facts.address === undefined ? undefined : toAddress(facts.address),
    CurrencyRef: facts.currency === undefined ? undefined : { value: facts.currency },
  };
}
