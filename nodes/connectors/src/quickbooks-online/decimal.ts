/** An exact decimal number: `units` divided by ten to the power of `scale`. Money never touches a binary float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const decimalText = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/i;

/** Reads `"1234.50"`, or a number as JSON wrote it. `undefined` when it is neither. */
export function parseDecimal(value: string | number): Decimal | undefined {
  const parts = decimalText.exec(String(value).trim());
  if (parts === null) return undefined;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = parts;
  const magnitude = BigInt(whole + fraction);
  const units = sign === '-' ? -magnitude : magnitude;
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function atScale(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

export const zero: Decimal = { units: 0n, scale: 0 };

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: atScale(left, scale) + atScale(right, scale), scale };
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, zero);
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

export function compare(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = atScale(left, scale) - atScale(right, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** `left / right` to `scale` places, half away from zero. */
export function divide(left: Decimal, right: Decimal, scale: number): Decimal {
  const numerator = left.units * 10n ** BigInt(right.scale + scale);
  const denominator = right.units * 10n ** BigInt(left.scale);
  return { units: roundedQuotient(numerator, denominator), scale };
}

/** Half away from zero: 0.005 becomes 0.01 and -0.005 becomes -0.01. */
export function roundTo(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: atScale(value, scale), scale };
  return { units: roundedQuotient(value.units, 10n ** BigInt(value.scale - scale)), scale };
}

function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -rounded : rounded;
}

export function toText(value: Decimal): string {
  const digits = (value.units < 0n ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const sign = value.units < 0n ? '-' : '';
  if (value.scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -value.scale)}.${digits.slice(-value.scale)}`;
}

/** Without needless zeros: `5.000` becomes `5`, `9.9750` becomes `9.975`. */
export function toShortText(value: Decimal): string {
  const text = toText(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * The number that JSON writes with exactly these digits. Safe up to 15 significant digits: there the shortest text of
 * a double is the text that it was read from. The schemas of amounts stay below that.
 */
export function toJsonNumber(value: Decimal): number {
  return Number(toText(value));
}
