import { expect, test } from '@jest/globals';
import { maskSecrets } from './mask-secrets.ts';

test('hides what sounds like a secret, however deep', () => {
  const masked = maskSecrets({
    password: 'a',
    tenant: 't',
    request: { headers: { Authorization: 'b', accept: '*' } },
    apiKey: 'c',
  });

  expect(masked).toEqual({
    password: '***',
    tenant: 't',
    request: { headers: { Authorization: '***', accept: '*' } },
    apiKey: '***',
  });
});

test('hides the password inside an address', () => {
  const masked = maskSecrets({ url: 'postgres://ip:hunter2@db.example.com/books' });

  expect(masked).toEqual({ url: 'postgres://ip:***@db.example.com/books' });
});

test('keeps what an error says, its cause and its code', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const masked = maskSecrets({ cause: new Error('No database', { cause }) });

  expect(masked).toMatchObject({
    cause: { message: 'No database', cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' } },
  });
});

test('survives a circle and cuts long text', () => {
  const circle: Record<string, unknown> = { text: 'x'.repeat(10_000) };
  circle['self'] = circle;

  expect(JSON.stringify(maskSecrets(circle)).length).toBeLessThan(20_000);
});
