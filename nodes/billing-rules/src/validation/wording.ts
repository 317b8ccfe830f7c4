import { decimal } from '../money/decimal.ts';
import type { Bilingual, Values } from './finding.ts';

type Language = keyof Bilingual;

/** U+00A0, between groups of digits and before the sign in French. */
const space = '\u00A0';

function toNumberText(text: string, language: Language): string {
  const [whole = '', part] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : space);
  return part === undefined ? grouped : `${grouped}${language === 'en' ? '.' : ','}${part}`;
}

/** `$1,234.56` or `1 234,56 $`; a rate with more than two places keeps them. */
export function toMoneyText(amount: string, language: Language): string {
  const value = decimal(amount);
  const plain = value.abs().toFixed();
  const places = plain.split('.')[1]?.length ?? 0;
  const text = toNumberText(places > 2 ? plain : value.abs().toFixed(2), language);
  const sign = value.lt(0) ? '-' : '';
  return language === 'en' ? `${sign}$${text}` : `${sign}${text}${space}$`;
}

type Form = (text: string, language: Language) => string;

const forms: Readonly<Record<string, Form>> = {
  money: toMoneyText,
  number: toNumberText,
  percent: (text, language) => `${toNumberText(text, language)}${language === 'en' ? '' : space}%`,
};

const placeholder = /\{(\w+)(?::(\w+))?\}/g;

function fill(text: string, values: Values, language: Language): string {
  return text.replaceAll(placeholder, (_, name: string, form: string | undefined) => {
    const value = String(Object.hasOwn(values, name) ? values[name] : '');
    const write = form === undefined ? undefined : forms[form];
    return write === undefined || value === '' ? value : write(value, language);
  });
}

/** A rule's sentence with the numbers behind it, in both languages. */
export function word(text: Bilingual, values: Values): Bilingual {
  return { en: fill(text.en, values, 'en'), fr: fill(text.fr, values, 'fr') };
}
