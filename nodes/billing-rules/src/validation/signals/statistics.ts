/** Statistics of signals, in ordinary numbers: they rank what people look at, they are not money. */

export function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

export function populationDeviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** Mean absolute deviation of first digits (counts of 1 to 9) from log10(1 + 1/d). */
export function benfordDeviation(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return meanOf(counts.map((count, at) => Math.abs(count / total - Math.log10(1 + 1 / (at + 1)))));
}

const earthKm = 6_371;

/** Kilometres between two points (degrees north, east), by the haversine formula. */
export function distanceKm(from: readonly [number, number], to: readonly [number, number]): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [latitude, longitude] = [radians(to[0] - from[0]), radians(to[1] - from[1])];
  const chord =
    Math.sin(latitude / 2) ** 2 + Math.cos(radians(from[0])) * Math.cos(radians(to[0])) * Math.sin(longitude / 2) ** 2;
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(chord)));
}
