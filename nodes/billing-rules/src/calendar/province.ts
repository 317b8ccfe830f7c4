import { z } from '@invoicepatch/sdk';

/** The ten provinces and three territories, by their postal codes. */
export const provinces = ['AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT'] as const;
export type Province = (typeof provinces)[number];

/** A province, or `CA`: federal land, undertakings and banks. */
export type Jurisdiction = Province | 'CA';

export function isProvince(text: string): text is Province {
  return provinces.some((each) => each === text);
}

export const provinceSchema = z.enum(provinces, {
  error: `Name the province by its two letters: ${provinces.join(', ')}.`,
});

export const jurisdictionSchema = z.enum([...provinces, 'CA'], {
  error: `Name the jurisdiction by its two letters: ${provinces.join(', ')}, or CA for federal.`,
});
