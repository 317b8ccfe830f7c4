import { Fault } from '@invoicepatch/sdk';
import type { Failure, Language } from './child/job.ts';
import { jsonataWording, numberPictureWording } from './jsonata-wording.ts';
import type { EvaluationLimits } from './sandbox-limits.ts';

export interface FailureContext {
  readonly language: Language;
  readonly source: string;
  readonly limits: EvaluationLimits;
  readonly timeoutMs: number;
}

/** What people call a program of each language. */
export const nounOf: Readonly<Record<Language, string>> = {
  jsonata: 'expression',
  'json-logic': 'rule',
  javascript: 'code',
};

const ownWording: Readonly<Record<string, string>> = {
  'eval-refused':
    '$eval is not allowed: what it would run cannot be checked before it runs; write the expression here instead',
  'base64-text': '$base64encode can encode only Latin characters; encode others with $encodeUrlComponent first',
  'base64-code': 'what $base64decode was given is not base64',
  'rule-number': 'something that should be a number is not one<place>, or the result is no number that can be written',
  'rule-arguments': 'an operator is not given what it needs<place>; loops need a list, comparisons at least two values',
  'rule-thrown': 'it throws an error<place><words>',
  'code-syntax': 'it is not JavaScript (<said>)',
  'code-thrown': 'it throws <said>',
  'code-promise': 'it gives a promise; nothing can be waited for here, so leave out async, await and promises',
  'not-json': 'the rule is not valid JSON',
  regex: 'a regular expression is not valid (<said>)',
  'result-function': 'the result holds a function<place>; call it, or leave it out',
  'result-number': 'the result holds a number that is not finite<place>; check for a division by zero',
  'result-field': 'the result has a field named __proto__<place>, which is not allowed; give it another name',
};

function fill(template: string, failure: Failure): string {
  const place = failure.token ? ` at ${failure.token}` : '';
  const words = failure.said ? `: ${failure.said}` : '';
  const values: Record<string, string | number | undefined> = { ...failure, place, words };
  return template.replace(/<(\w+)>/g, (_, name: string) =>
    String(values[name] ?? (name === 'found' ? 'something else' : '?')),
  );
}

function sayUnknownOperator({ token, said = '?' }: Failure): string {
  return `the operator "${said}" is not known${token ? ` (inside ${token})` : ''}; check its spelling, or write data with one field in another way`;
}

const callsNothing = new Set(['T1005', 'T1006', 'T1007', 'T1008']);

/** What went wrong, as half a sentence. */
export function explain(failure: Failure): string {
  const code = failure.code ?? '';
  if (code === 'unknown-operator') return sayUnknownOperator(failure);
  const isPicture = /^D30(8\d|9[0-3])$/.test(code);
  if (callsNothing.has(code) && failure.token === undefined) return 'what is called here is not a function';
  const template = ownWording[code] ?? jsonataWording[code] ?? (isPicture ? numberPictureWording : undefined);
  if (template !== undefined) return fill(template, failure);
  return code === '' ? 'a part of it does not fit the data' : `JSONata reports ${code}`;
}

/** Where in the source, for a person: line and character count from 1. */
export function placeOf(source: string, position: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function describe(failure: Failure, { source }: FailureContext): string {
  const reason = explain(failure);
  if (failure.position === undefined) return `${reason}.`;
  const { line, column } = placeOf(source, failure.position);
  return `${reason} (line ${line}, character ${column}).`;
}

function detailsOf(failure: Failure, context: FailureContext): Record<string, unknown> {
  const { code, position } = failure;
  return {
    language: context.language,
    ...(code === undefined ? {} : { code }),
    ...(position === undefined ? {} : { position, ...placeOf(context.source, position) }),
  };
}

function sayTooLarge(failure: Failure, { limits }: FailureContext): string {
  const millions = (count: number) => `${count / 1_000_000} million`;
  if (failure.code === 'list-items') {
    return `The expression makes a list of more than ${millions(limits.listItems)} items. Work on fewer items at once.`;
  }
  if (failure.code === 'text-length') {
    return `The expression makes a text of more than ${millions(limits.textLength)} characters. Make it shorter.`;
  }
  if (failure.code === 'input-bytes') {
    return `What goes into the expression is larger than ${Math.floor(limits.inputBytes / 1_048_576)} MB. Split the data first.`;
  }
  return `The result is larger than ${Math.floor(limits.resultBytes / 1_048_576)} MB. Keep only the fields that later steps need.`;
}

function sayTooDeep(failure: Failure, { limits }: FailureContext): string {
  if (failure.code === 'result-depth')
    return `The result is nested more than ${limits.resultDepth} levels deep. Make it flatter.`;
  return 'The expression nests or calls itself too deeply. Check that a function that calls itself has an end.';
}

/** Turns what a child reports into the fault that people read. */
export function toExpressionFault(failure: Failure, context: FailureContext): Fault {
  const details = detailsOf(failure, context);
  const what = nounOf[context.language];
  const invalid = (code: string, message: string) => new Fault('invalid', code, message, { details });
  switch (failure.kind) {
    case 'syntax':
      return invalid('expression.syntax', `The ${what} cannot be read: ${describe(failure, context)}`);
    case 'failed':
      return invalid('expression.failed', `The ${what} failed: ${describe(failure, context)}`);
    case 'timeout':
      return invalid(
        'expression.timeout',
        `The ${what} took longer than ${context.timeoutMs} ms and was stopped. Check for a loop without an end, or work on less data at once.`,
      );
    case 'memory':
      return invalid(
        'expression.memory',
        `The ${what} used more memory than it may and was stopped. Work on less data at once.`,
      );
    case 'too-deep':
      return invalid('expression.too-deep', sayTooDeep(failure, context));
    case 'too-large':
      return invalid('expression.too-large', sayTooLarge(failure, context));
    case 'broken':
      return new Fault(
        'unavailable',
        'sandbox.unavailable',
        'The sandbox could not evaluate this just now. Try again in a moment.',
        { details },
      );
  }
}
