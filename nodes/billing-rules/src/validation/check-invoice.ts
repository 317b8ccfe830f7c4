import { prepare } from './context.ts';
import type { CheckDocument } from './document.ts';
import { type Finding, type Hit, type Severity, severities } from './finding.ts';
import { type Limits, usualLimits } from './limits.ts';
import type { Rule } from './rule.ts';
import { ruleBook } from './rule-book.ts';
import { word } from './wording.ts';

/** What a client sets: other limits, other severities, rules that are switched off. */
export interface CheckSettings {
  readonly limits?: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } | undefined;
  /** By rule id; `off` switches it off. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>> | undefined;
}

function defined(limits: object | undefined): Partial<Limits> {
  const known = Object.keys(usualLimits);
  const given = Object.entries(limits ?? {}).filter(([name, value]) => known.includes(name) && value !== undefined);
  return Object.fromEntries(given);
}

function toFinding(rule: Rule, severity: Severity, hit: Hit): Finding {
  const values = hit.values ?? {};
  const { proposal } = rule;
  return {
    rule: rule.id,
    name: rule.name,
    severity,
    place: hit.place,
    values,
    title: rule.title,
    message: word(rule.text, values),
    ...(proposal === undefined || hit.fix === undefined
      ? {}
      : { proposal: { message: word(proposal, values), changes: hit.fix } }),
  };
}

function severityOf({ id, severity }: Rule, settings: CheckSettings): Severity | 'off' {
  const set = settings.severities;
  return set !== undefined && Object.hasOwn(set, id) ? (set[id] ?? severity) : severity;
}

/**
 * Everything that is wrong or odd with an invoice, worst first, each with its place, its numbers, words in English and
 * French, and, where the rule allows one, a proposed correction. The document's own `config` goes before the settings.
 */
export function checkInvoice(document: CheckDocument, settings: CheckSettings = {}): readonly Finding[] {
  const limits = { ...usualLimits, ...defined(settings.limits), ...defined(document.config) };
  const context = prepare(document, limits);
  const findings = ruleBook.flatMap((rule) => {
    const severity = severityOf(rule, settings);
    return severity === 'off' ? [] : rule.find(context).map((hit) => toFinding(rule, severity, hit));
  });
  const rank = ({ severity }: Finding) => severities.indexOf(severity);
  return findings.sort((left, right) => rank(left) - rank(right));
}

/** The ids of the rules that fired, each once, in order. */
export function firedRules(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
