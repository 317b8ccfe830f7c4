/** Half to even, by the decimal digits of the number. */
export function roundDigits(value: number, digits: number): number {
  const rounded = Math.round(shift(value, digits));
  const isTie = Math.abs(rounded - shift(value, digits)) === 0.5 && Math.abs(rounded % 2) === 1;
  return shift(isTie ? rounded - 1 : rounded, -digits);
}

/** Moves the decimal point in the text, where a multiplication would bring in an error of its own. */
export function shift(value: number, digits: number): number {
  if (!digits) return value;
  const [mantissa, exponent] = value.toString().split('e');
  return Number(`${mantissa}e${exponent === undefined ? digits : Number(exponent) + digits}`);
}

export function round(value: number, digits: number): number {
  if (digits >= 0 && digits <= 6 && Number.isInteger(digits) && value < 1e8 && value > -1e8) {
    const scale = digits === 2 ? 100 : 10 ** digits;
    const scaled = value * scale;
    const rest = scaled - Math.floor(scaled);
    // Clearly away from a tie the product's own error can't matter.
    if (rest < 0.4999 || rest > 0.5001) return Math.round(scaled) / scale || 0;
  }
  const rounded = roundDigits(value, digits);
  return rounded === 0 ? 0 : rounded;
}
