import { expect, test } from '@jest/globals';
import { toQuickBooksFault } from './faults.ts';

function refusal(code: string, error: { message?: string; detail?: string; element?: string } = {}, status = 400) {
  const body = {
    Fault: {
      Error: [{ Message: error.message ?? '', Detail: error.detail ?? '', code, element: error.element ?? '' }],
      type: 'ValidationFault',
    },
    time: '2026-11-22T12:00:00Z',
  };
  return { status, headers: { intuit_tid: '1-tid' }, text: JSON.stringify(body) };
}

test('says which line lacks a tax code, when QuickBooks says it', () => {
  const detail = 'Business Validation Error: Make sure all your transactions have a GST/HST rate before you save.';

  expect(toQuickBooksFault(refusal('6000', { detail, element: 'Line[2]' }))).toMatchObject({
    kind: 'invalid',
    code: 'quickbooks.refused',
    message: expect.stringMatching(/^QuickBooks refused the invoice: line 3 has no tax code\./),
  });
  expect(toQuickBooksFault(refusal('6000', { detail }))?.message).toMatch(/a line has no tax code/);
});

test.each([
  ['610', 'missing', 'quickbooks.not-found'],
  ['2500', 'invalid', 'quickbooks.unknown-reference'],
  ['2020', 'invalid', 'quickbooks.field-missing'],
  ['4000', 'invalid', 'quickbooks.query-refused'],
  ['5010', 'conflict', 'quickbooks.stale'],
  ['6140', 'conflict', 'quickbooks.duplicate-number'],
  ['6240', 'conflict', 'quickbooks.duplicate-name'],
  ['9999', 'invalid', 'quickbooks.refused'],
])('reads the refusal %s as %s %s', (number, kind, code) => {
  const fault = toQuickBooksFault(refusal(number, { message: 'Short', detail: 'The long reason' }));

  expect(fault).toMatchObject({
    kind,
    code,
    details: { status: 400, quickbooksCode: number, reason: 'The long reason.', intuitTid: '1-tid' },
  });
});

test('reads a fault whose names are in lower case', () => {
  const body = {
    warnings: null,
    fault: {
      error: [
        {
          message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
          detail: 'Token expired',
          code: '3200',
          element: null,
        },
      ],
      type: 'AUTHENTICATION',
    },
  };

  expect(toQuickBooksFault({ status: 401, headers: {}, text: JSON.stringify(body) })).toMatchObject({
    kind: 'denied',
    code: 'quickbooks.sign-in-refused',
    details: { reason: 'Token expired.' },
  });
});

test('waits a minute when there were too many requests, or as long as QuickBooks asks', () => {
  const xml =
    '<IntuitResponse><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded</Message></Error></Fault></IntuitResponse>';

  expect(toQuickBooksFault({ status: 429, headers: {}, text: xml })).toMatchObject({
    kind: 'unavailable',
    code: 'quickbooks.busy',
    retryAfterMs: 60_000,
  });
  expect(toQuickBooksFault({ status: 403, headers: { 'retry-after': '2' }, text: xml })).toMatchObject({
    code: 'quickbooks.busy',
    retryAfterMs: 2_000,
  });
});

test('lets the status speak when the answer is no fault of QuickBooks', () => {
  expect(toQuickBooksFault({ status: 502, headers: {}, text: '<html>Bad gateway</html>' })).toBeUndefined();
  expect(toQuickBooksFault({ status: 500, headers: {}, text: refusal('10000').text })).toBeUndefined();
  expect(toQuickBooksFault({ status: 404, headers: {}, text: '' })).toBeUndefined();
});
