import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import type { LineTax } from './calculate-tax.ts';
import { type TaxName, taxRatesOn } from './rates.ts';

/**
 * What is supplied.
 * `real-property`: labour and material of a construction contract · `mechanical-electrical`: the same by those trades ·
 * `goods`: sold without installation · `service`: any other service · `design`: architecture, engineering, geoscience ·
 * `advisory`: accounting, security, non-residential real-estate services · `zero-rated`, `exempt` · `agent`: an expense paid
 * in the client's name and passed on.
 */
export const supplies = [
  'real-property',
  'mechanical-electrical',
  'goods',
  'service',
  'design',
  'advisory',
  'zero-rated',
  'exempt',
  'agent',
] as const;
export type Supply = (typeof supplies)[number];

export interface SupplyFacts {
  readonly supply: Supply;
  /** Where it is supplied: see `placeOfSupply`. */
  readonly province: Province;
  /** When the tax becomes payable. */
  readonly date: Day;
  /** Whether the supplier is registered for GST/HST (and QST); a small supplier charges none. */
  readonly registered: boolean;
  /** The buyer holds a PST licence and buys for resale (a subcontract in Saskatchewan). */
  readonly forResale?: boolean;
  /** When the contract was made, where an old one keeps old rules. */
  readonly contractDate?: Day;
  /** Laws that are announced but not known to be in force, to be applied nevertheless. */
  readonly announced?: readonly AnnouncedLaw[];
}

/** British Columbia, Bill 2 of 2026: PST on professional services from 2026-10-01; royal assent not confirmed. */
export const announcedLaws = ['bc-professional-services-2026'] as const;
export type AnnouncedLaw = (typeof announcedLaws)[number];

const untaxed: ReadonlySet<Supply> = new Set(['zero-rated', 'exempt', 'agent']);
/** Saskatchewan taxes construction since this day, unless the contract is older. */
const saskatchewanConstruction = '2017-04-01';
const bcProfessional = '2026-10-01';

function ofBritishColumbia({ supply, date, announced = [] }: SupplyFacts): Omit<LineTax, 'tax'> | undefined {
  if (supply === 'goods') return {};
  if (date < bcProfessional || !announced.includes('bc-professional-services-2026')) return undefined;
  if (supply === 'design') return { basePercent: '30' };
  return supply === 'advisory' ? {} : undefined;
}

function ofSaskatchewan({ supply, date, forResale, contractDate }: SupplyFacts): Omit<LineTax, 'tax'> | undefined {
  if (forResale === true) return undefined;
  if (supply === 'goods') return {};
  const construction = supply === 'real-property' || supply === 'mechanical-electrical';
  const old = (contractDate ?? date) < saskatchewanConstruction;
  return construction && date >= saskatchewanConstruction && !old ? {} : undefined;
}

/** How a provincial sales tax beside the GST takes a supply; `undefined` when it does not. */
function provincialPart(facts: SupplyFacts): Omit<LineTax, 'tax'> | undefined {
  const { supply, province, forResale } = facts;
  if (province === 'BC') return ofBritishColumbia(facts);
  if (province === 'SK') return ofSaskatchewan(facts);
  if (forResale === true) return undefined;
  if (province === 'MB' && supply === 'mechanical-electrical') return {};
  // Ontario until June 2010, Prince Edward Island until March 2013, Manitoba: on goods.
  return supply === 'goods' ? {} : undefined;
}

const general: ReadonlySet<TaxName> = new Set(['GST', 'HST', 'QST']);

/** The taxes that a line carries. In British Columbia and Manitoba the contractor's own PST on material is a cost, no line. */
export function taxesOfSupply(facts: SupplyFacts): readonly LineTax[] {
  if (untaxed.has(facts.supply)) return [];
  return taxRatesOn(facts.province, facts.date).flatMap(({ tax }): LineTax[] => {
    if (general.has(tax)) return facts.registered ? [{ tax }] : [];
    const part = provincialPart(facts);
    return part === undefined ? [] : [{ tax, ...part }];
  });
}
