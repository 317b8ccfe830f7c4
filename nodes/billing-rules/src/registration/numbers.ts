/** What a number is: a business number, a GST/HST account, a QST account, a social insurance number. */
export const numberKinds = ['bn', 'gst', 'qst', 'sin'] as const;
export type NumberKind = (typeof numberKinds)[number];

/**
 * `bad_format`: not so many digits with the right letters · `bad_reference`: the account ends in 0000, a placeholder ·
 * `bad_check_digit`: mistyped. Valid says that the form is right; only the registry knows whether somebody is registered.
 */
export type NumberVerdict = 'valid' | 'bad_format' | 'bad_reference' | 'bad_check_digit';

const forms: Readonly<Record<NumberKind, RegExp>> = {
  bn: /^(?<digits>\d{9})(?:(?:RT|RC|RP|RZ|RM|RR)(?<reference>\d{4}))?$/,
  gst: /^(?<digits>\d{9})RT(?<reference>\d{4})$/,
  qst: /^(?<digits>\d{10})TQ(?<reference>\d{4})$/,
  sin: /^(?<digits>\d{9})$/,
};

/** Upper case, without spaces and hyphens. */
export function normalizeNumber(value: string): string {
  return value.toUpperCase().replaceAll(/[\s-]/g, '');
}

/** Every second digit from the right counts double, the digits of the products are added: a multiple of ten. */
function passesLuhn(digits: string): boolean {
  const total = [...digits].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 === 0 && /[1-9]/.test(digits);
}

const qstWeights = [4, 3, 2, 7, 6, 5, 4, 3, 2];

/** From public code; Revenu Québec does not publish the rule, so a failure asks for a look into its registry. */
function passesQst(digits: string): boolean {
  const weighted = qstWeights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
  return (11 - (weighted % 11)) % 10 === Number(digits[9]);
}

export function checkNumber(kind: NumberKind, value: string): NumberVerdict {
  const { digits, reference } = forms[kind].exec(normalizeNumber(value))?.groups ?? {};
  if (digits === undefined) return 'bad_format';
  if (reference === '0000') return 'bad_reference';
  const passes = kind === 'qst' ? passesQst(digits) : passesLuhn(digits);
  return passes ? 'valid' : 'bad_check_digit';
}
