/** Plain decimal text of what Excel shows: its doubles carry fifteen digits, the rest is binary noise. */
export function toDecimalText(value: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential(14).split('e');
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '') || '0';
  const point = Number(exponent) + 1;
  if (digits === '0') return '0';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function normalise(text: string): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  const digits = `${whole === '' ? '0' : whole}${part === '' ? '' : `.${part}`}`;
  return digits === '0' ? '0' : sign + digits;
}

/** `7.5`, `1,234.50`, `1 234,50 $` and `7,5` are clear; `1,234` could be either and is not guessed at. */
export function parseDecimalText(text: string): string | undefined {
  const bare = text
    .replace(/^\$\s*|\s*\$$/g, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/\u2212/g, '-')
    .trim();
  if (/^-?\d+(\.\d+)?$/.test(bare)) return normalise(bare);
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(bare)) return normalise(bare.replaceAll(',', ''));
  if (/^-?\d{1,3}( \d{3})+([.,]\d+)?$/.test(bare)) return normalise(bare.replaceAll(' ', '').replace(',', '.'));
  if (/^-?\d+,(\d{1,2}|\d{4,})$/.test(bare)) return normalise(bare.replace(',', '.'));
  return undefined;
}
