import type { Day } from '../calendar/day.ts';
import type { RateType } from '../records/rate-card.ts';

const typeNames: Readonly<Record<RateType, { readonly en: string; readonly fr: string }>> = {
  regular: { en: 'regular hours', fr: 'heures normales' },
  overtime: { en: 'overtime', fr: 'heures supplémentaires' },
  double: { en: 'double time', fr: 'temps double' },
  travel: { en: 'travel time', fr: 'temps de déplacement' },
  standby: { en: 'standby', fr: 'disponibilité' },
  night: { en: 'night shift', fr: 'quart de nuit' },
};

export interface LabourWords {
  readonly role: string;
  readonly type: RateType;
  readonly from: Day;
  readonly to: Day;
}

/** `electrician, overtime, 2026-11-02 to 2026-11-06` */
export function labourText({ role, type, from, to }: LabourWords, language: 'en' | 'fr'): string {
  const span = from === to ? from : `${from} ${language === 'en' ? 'to' : 'au'} ${to}`;
  return `${role}, ${typeNames[type][language]}, ${span}`;
}
