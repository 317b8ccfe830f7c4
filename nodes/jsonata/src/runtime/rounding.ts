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

/** `undefined` where only the decimal digits can tell. */
export function roundQuickly(value: number, scale: number): number | undefined {
  const scaled = value * scale;
  const whole = Math.floor(scaled);
  const rest = scaled - whole;
  // Clearly away from a tie the product's own error can't matter.
  if (rest < 0.4999 || rest > 0.5001) return Math.round(scaled) / scale;
  // A quotient is right to the last bit, so this is a tie of the decimal digits and nothing beside it.
  return (whole + 0.5) / scale === value ? (whole % 2 === 0 ? whole : whole + 1) / scale : undefined;
}

export function round(value: number, digits: number): number {
  const isUsual = digits >= 0 && digits <= 6 && Number.isInteger(digits) && value < 1e8 && value > -1e8;
  const quick = isUsual ? roundQuickly(value, digits === 2 ? 100 : 10 ** digits) : undefined;
  if (quick !== undefined) return quick || 0;
  const rounded = roundDigits(value, digits);
  return rounded === 0 ? 0 : rounded;
}
