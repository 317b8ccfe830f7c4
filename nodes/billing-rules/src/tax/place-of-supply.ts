import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import { type Decimal, decimal, sum } from '../money/decimal.ts';
import { findTaxRate } from './rates.ts';

/** A part of a property that lies in a province. */
export interface PropertyPart {
  readonly province: Province;
  /** Share of the Canadian part, percent. */
  readonly percent: string;
}

export type SupplyPlace =
  | { readonly kind: 'real-property'; readonly parts: readonly PropertyPart[] }
  /** Any other service: where the recipient's address is that was given in the course of business. */
  | { readonly kind: 'service'; readonly recipient: Province }
  | { readonly kind: 'goods'; readonly deliveredTo: Province };

/** A province, or `federal`: GST only, no province's tax. */
export type PlaceOfSupply = Province | 'federal';

/** A service in relation to real property is supplied where the property is, whoever does it and wherever they live. */
export function placeOfSupply(place: SupplyPlace, date: Day): PlaceOfSupply {
  switch (place.kind) {
    case 'service':
      return place.recipient;
    case 'goods':
      return place.deliveredTo;
    case 'real-property':
      return placeOfProperty(place.parts, date);
  }
}

function placeOfProperty(parts: readonly PropertyPart[], date: Day): PlaceOfSupply {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only.province;
  const shares = new Map<Province, Decimal>();
  for (const { province, percent } of parts) shares.set(province, (shares.get(province) ?? decimal(0)).plus(percent));
  const participating = [...shares].filter(([province]) => findTaxRate(province, date, 'HST') !== undefined);
  const inThem = sum(participating.map(([, share]) => share));
  if (!inThem.times(2).gt(sum(shares.values()))) return 'federal';
  return participating.reduce(
    (most, each) => (each[1].gt(most[1]) ? each : most),
    participating[0] ?? ['AB', inThem],
  )[0];
}
