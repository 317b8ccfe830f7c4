import type { Json, Simulator, SimulatorHost, SimulatorStore } from '@invoicepatch/sdk';
import { defaultMinorVersion } from '../auth.ts';
import { createItem } from './named-objects.ts';
import { type EntityName, keepNew } from './objects.ts';
import type { JsonObject } from './replies.ts';
import { startTokens, toClientId } from './tokens.ts';

/** Percentages of 2026. */
const rates = [
  ['HST ON', 13],
  ['GST', 5],
  ['QST', 9.975],
  ['HST NS', 14],
  ['HST NB', 15],
  ['HST NL', 15],
  ['HST PE', 15],
  ['PST BC', 7],
  ['PST SK', 6],
  ['RST MB', 7],
  ['Zero-rated', 0],
  ['Exempt', 0],
] as const;

type RateName = (typeof rates)[number][0];

const codes: readonly (readonly [name: string, description: string, rates: readonly RateName[]])[] = [
  ['HST ON', 'Harmonized sales tax, Ontario', ['HST ON']],
  ['GST', 'Goods and services tax', ['GST']],
  ['GST/QST QC', 'Goods and services tax and Quebec sales tax', ['GST', 'QST']],
  ['HST NS', 'Harmonized sales tax, Nova Scotia', ['HST NS']],
  ['HST NB', 'Harmonized sales tax, New Brunswick', ['HST NB']],
  ['HST NL', 'Harmonized sales tax, Newfoundland and Labrador', ['HST NL']],
  ['HST PE', 'Harmonized sales tax, Prince Edward Island', ['HST PE']],
  ['GST/PST BC', 'Goods and services tax and provincial sales tax, British Columbia', ['GST', 'PST BC']],
  ['GST/PST SK', 'Goods and services tax and provincial sales tax, Saskatchewan', ['GST', 'PST SK']],
  ['GST/RST MB', 'Goods and services tax and retail sales tax, Manitoba', ['GST', 'RST MB']],
  ['Zero-rated', 'Taxed at zero percent', ['Zero-rated']],
  ['Exempt', 'Exempt from tax', ['Exempt']],
];

const items = [
  ['Labour – Regular', 'Regular hours', 85],
  ['Labour – Overtime', 'Overtime hours', 127.5],
  ['Travel', 'Travel and lodging', 0],
  ['Materials', 'Materials', 0],
] as const;

interface Seed {
  readonly store: SimulatorStore;
  readonly now: number;
}

async function keep({ store, now }: Seed, entity: EntityName, body: JsonObject): Promise<string> {
  return String((await keepNew(store, entity, { body, now }))['Id']);
}

function toRate(name: string, percent: number): JsonObject {
  return {
    Name: name,
    Description: name,
    Active: true,
    RateValue: percent,
    EffectiveTaxRate: [{ RateValue: percent, EffectiveDate: '2025-04-01T00:00:00.000Z' }],
    SpecialTaxType: name === 'Zero-rated' ? 'ZERO_RATE' : 'NONE',
    DisplayType: 'ReadOnly',
  };
}

function toCode(name: string, description: string, rateIds: readonly string[]): JsonObject {
  const details: Json = rateIds.map((value, order) => ({
    TaxRateRef: { value },
    TaxTypeApplicable: 'TaxOnAmount',
    TaxOrder: order,
  }));
  return {
    Name: name,
    Description: description,
    Active: true,
    Hidden: false,
    Taxable: true,
    TaxGroup: true,
    SalesTaxRateList: { TaxRateDetail: details },
    PurchaseTaxRateList: { TaxRateDetail: [] },
  };
}

async function fillTaxes(seed: Seed): Promise<void> {
  const ids = new Map<string, string>();
  for (const [name, percent] of rates) ids.set(name, await keep(seed, 'TaxRate', toRate(name, percent)));
  for (const [name, description, names] of codes) {
    await keep(
      seed,
      'TaxCode',
      toCode(
        name,
        description,
        names.flatMap((each) => ids.get(each) ?? []),
      ),
    );
  }
}

async function fillItems({ store, now }: Seed): Promise<void> {
  for (const [name, description, price] of items) {
    await createItem({
      store,
      now,
      body: {
        Name: name,
        Description: description,
        UnitPrice: price,
        Type: 'Service',
        IncomeAccountRef: { value: '1', name: 'Services' },
      },
    });
  }
}

function toCompanyInfo(name: string): JsonObject {
  return {
    CompanyName: name,
    LegalName: name,
    CompanyAddr: {
      Line1: '100 Queen Street',
      City: 'Ottawa',
      CountrySubDivisionCode: 'ON',
      PostalCode: 'K1P 1J9',
      Country: 'CA',
    },
    CompanyStartDate: '2025-01-01',
    FiscalYearStartMonth: 'January',
    Country: 'CA',
    SupportedLanguages: 'en,fr',
    NameValue: [{ Name: 'CompanyType', Value: 'Corporation' }],
  };
}

const mark = '(simulated)';

/** A Canadian company with its taxes, items and terms, and the secrets of an application that is connected to it. */
export async function createCompany(
  store: SimulatorStore,
  company: { readonly id: string; readonly name: string; readonly host: Pick<SimulatorHost, 'now' | 'token'> },
): ReturnType<Simulator['create']> {
  const seed = { store, now: company.host.now() };
  const name = company.name.includes(mark) ? company.name : `${company.name} ${mark}`;
  await keep(seed, 'CompanyInfo', toCompanyInfo(name));
  await fillTaxes(seed);
  await fillItems(seed);
  await keep(seed, 'Term', { Name: 'Net 30', Active: true, Type: 'STANDARD', DueDays: 30 });
  const { secret, refreshToken } = await startTokens(store, company.host);
  return {
    settings: { realmId: company.id, minorVersion: defaultMinorVersion },
    secrets: { clientId: toClientId(company.id), clientSecret: secret, refreshToken },
  };
}
