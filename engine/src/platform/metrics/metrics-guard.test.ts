import { describe, expect, test } from '@jest/globals';
import { refuseStranger } from './metrics-guard.ts';

const from = (ip: string, headers: Record<string, string> = {}) => ({ ip, headers });

describe('without a token', () => {
  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s reads', (ip) => {
    expect(() => refuseStranger(from(ip), undefined)).not.toThrow();
  });

  test.each([
    ['another machine', from('10.0.0.7')],
    ['somebody behind a proxy on this machine', from('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })],
    ['somebody behind a proxy that says so otherwise', from('::1', { forwarded: 'for=203.0.113.9' })],
    ['a name that only begins like ours', from('1270.0.0.1')],
  ])('%s does not', (_who, request) => {
    expect(() => refuseStranger(request, undefined)).toThrow('METRICS_TOKEN');
  });
});

describe('with a token', () => {
  test('it opens from anywhere, and nothing else does', () => {
    const token = 'a long token for the scraper';

    expect(() => refuseStranger(from('10.0.0.7', { authorization: `Bearer ${token}` }), token)).not.toThrow();
    expect(() => refuseStranger(from('127.0.0.1'), token)).toThrow();
    expect(() => refuseStranger(from('127.0.0.1', { authorization: `Bearer ${token}x` }), token)).toThrow();
  });
});
