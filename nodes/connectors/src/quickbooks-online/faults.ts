import { Fault, type FaultKind, type HttpAnswer, z } from '@invoicepatch/sdk';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string;
}

interface Meaning {
  readonly kind: FaultKind;
  readonly code: string;
  sentence(refusal: Refusal): string;
}

const refused = (next: string) => (refusal: Refusal) => `QuickBooks refused the request: ${reason(refusal)} ${next}`;

/** What QuickBooks' own error numbers ask a person to do. */
const meanings: Readonly<Record<string, Meaning>> = {
  '610': {
    kind: 'missing',
    code: 'quickbooks.not-found',
    sentence: refused('Look the id up again: the object was deleted, or belongs to another company.'),
  },
  '620': {
    kind: 'invalid',
    code: 'quickbooks.unknown-reference',
    sentence: refused('Look the id up again, for example with “Find items” or “Find tax codes”.'),
  },
  '2020': {
    kind: 'invalid',
    code: 'quickbooks.field-missing',
    sentence: refused('Give the field a value in the input of the step.'),
  },
  '2500': {
    kind: 'invalid',
    code: 'quickbooks.unknown-reference',
    sentence: refused('Look the id up again, for example with “Find items” or “Find tax codes”.'),
  },
  '4000': { kind: 'invalid', code: 'quickbooks.query-refused', sentence: refused('Correct the query.') },
  '4001': { kind: 'invalid', code: 'quickbooks.query-refused', sentence: refused('Correct the query.') },
  '5010': {
    kind: 'conflict',
    code: 'quickbooks.stale',
    sentence: () => 'Somebody changed this object in QuickBooks in the meantime. Read it again and repeat the change.',
  },
  '6000': { kind: 'invalid', code: 'quickbooks.refused', sentence: ruleSentence },
  '6070': {
    kind: 'invalid',
    code: 'quickbooks.amount-mismatch',
    sentence: refused('Make the amount of each line its quantity times its unit price, rounded to cents.'),
  },
  '6140': {
    kind: 'conflict',
    code: 'quickbooks.duplicate-number',
    sentence: refused('Use another number, or leave it out so that QuickBooks counts.'),
  },
  '6210': {
    kind: 'invalid',
    code: 'quickbooks.period-closed',
    sentence: refused('Use a date after the closing date, or have the books opened.'),
  },
  '6240': {
    kind: 'conflict',
    code: 'quickbooks.duplicate-name',
    sentence: refused('Use another name, or the existing customer, vendor or employee.'),
  },
};

const otherRefusal: Meaning = {
  kind: 'invalid',
  code: 'quickbooks.refused',
  sentence: refused('Correct the input of the step.'),
};

/** Business rules share the number 6000; the Canadian one about tax codes is the one that everybody meets first. */
function ruleSentence(refusal: Refusal): string {
  if (!/GST\/HST|tax rate|tax code/i.test(refusal.detail)) return refused('Correct the input of the step.')(refusal);
  const line = /Line\[(\d+)\]/i.exec(refusal.element)?.[1];
  const place = line === undefined ? 'a line has no tax code' : `line ${Number(line) + 1} has no tax code`;
  return `QuickBooks refused the invoice: ${place}. In Canada each line needs one; “Find tax codes” lists the company's own.`;
}

function reason({ message, detail }: Refusal): string {
  const text = (detail || message || 'no reason given').replace(/\s+/g, ' ').trim().slice(0, 500);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** QuickBooks writes its faults as `Fault.Error[].Message`, and some of its gateways in lower case. */
const faultBody = z.object({
  fault: z.object({
    type: z.string().optional(),
    error: z
      .array(
        z.object({
          message: z.string().default(''),
          detail: z.string().default(''),
          code: z.coerce.string().default(''),
          element: z.string().nullish(),
        }),
      )
      .min(1),
  }),
});

function withLowerCaseNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerCaseNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), withLowerCaseNames(inner)]),
  );
}

function readRefusals(text: string): readonly Refusal[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The gateway answers some refusals in XML or HTML, whatever was asked for; the status says enough then.
    return [];
  }
  const parsed = faultBody.safeParse(withLowerCaseNames(body));
  return parsed.success ? parsed.data.fault.error.map((error) => ({ ...error, element: error.element ?? '' })) : [];
}

function toDetails(answer: HttpAnswer, refusal: Refusal | undefined): Readonly<Record<string, unknown>> {
  const tid = answer.headers['intuit_tid'];
  return {
    status: answer.status,
    ...(refusal === undefined ? {} : { quickbooksCode: refusal.code, reason: reason(refusal) }),
    ...(refusal?.element ? { element: refusal.element } : {}),
    ...(tid === undefined ? {} : { intuitTid: tid }),
  };
}

/** Intuit's limits count by the minute and it promises no `Retry-After`. */
const throttleWaitMs = 60_000;

function toThrottleFault(answer: HttpAnswer, details: Readonly<Record<string, unknown>>): Fault {
  const seconds = Number(answer.headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : throttleWaitMs;
  return new Fault(
    'unavailable',
    'quickbooks.busy',
    'QuickBooks has had too many requests for this company. The step waits and tries again by itself.',
    {
      details,
      retryAfterMs,
    },
  );
}

/** Turns a refusal into a sentence that a stranger can act on; `undefined` when the status alone must speak. */
export function toQuickBooksFault(answer: HttpAnswer): Fault | undefined {
  const refusals = readRefusals(answer.text);
  const details = toDetails(answer, refusals[0]);
  if (answer.status === 429 || /ThrottleExceeded/i.test(answer.text)) return toThrottleFault(answer, details);
  if (answer.status === 401) {
    return new Fault(
      'denied',
      'quickbooks.sign-in-refused',
      'QuickBooks no longer accepts this connection. Connect it again on the connections page.',
      { details },
    );
  }
  if (answer.status === 403) {
    return new Fault(
      'denied',
      'quickbooks.forbidden',
      'QuickBooks does not let this connection do that. Check the rights of the user who connected it, and the company’s subscription.',
      { details },
    );
  }
  const [first] = refusals;
  if (answer.status >= 500 || first === undefined) return undefined;
  const meaning = meanings[first.code.replace(/^0+/, '')] ?? otherRefusal;
  return new Fault(meaning.kind, meaning.code, meaning.sentence(first), { details });
}
