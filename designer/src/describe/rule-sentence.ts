import type { Json } from '@invoicepatch/sdk';
import type { TFunction } from 'i18next';

const signs: Readonly<Record<string, string>> = {
  '==': '=',
  '===': '=',
  '!=': '≠',
  '!==': '≠',
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
  '+': '+',
  '-': '−',
  '*': '×',
  '/': '÷',
};

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toList(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

/** A JSON logic rule as a short sentence: `total > 1000 and province = "QC"`. */
export function toRuleSentence(logic: Json, t: TFunction, depth = 0): string {
  if (!isRecord(logic)) return typeof logic === 'string' ? `“${logic}”` : JSON.stringify(logic);
  const [operator, operand] = Object.entries(logic)[0] ?? ['', null];
  const parts = toList(operand);
  if (operator === 'var') return String(parts[0] ?? '');
  if (depth > 4) return '…';
  const said = parts.map((part) => toRuleSentence(part, t, depth + 1));
  if (operator === 'and' || operator === 'or') return said.join(` ${t(`summaries.${operator}`)} `);
  if (operator === '!') return t('summaries.not', { text: said[0] ?? '' });
  const sign = signs[operator];
  return sign === undefined ? `${operator}(${said.join(', ')})` : said.join(` ${sign} `);
}
