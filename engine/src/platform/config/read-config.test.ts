import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readConfig } from './read-config.ts';
import { variables } from './variables.ts';

test('an empty environment is a working one', () => {
  const config = readConfig({ PORT: '', UNRELATED: 'x' });

  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    role: 'all',
    logLevel: 'info',
    databaseUrl: undefined,
    egressAllow: [],
  });
});

test('reads what is set', () => {
  const config = readConfig({
    PORT: '8080',
    PUBLIC_URL: 'https://flows.example.com/',
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    EGRESS_ALLOW: 'ERP.internal:8443, 10.0.0.5:443',
  });

  expect(config).toMatchObject({
    port: 8080,
    publicUrl: 'https://flows.example.com',
    egressAllow: ['erp.internal:8443', '10.0.0.5:443'],
  });
  expect(config.masterKey).toEqual(Buffer.alloc(32, 7));
});

test.each([
  ['PORT', 'abc', /^PORT must be a whole number from 0 to 65535\. Example: PORT=8080$/],
  ['PORT', '70000', /PORT must be/],
  ['DATABASE_URL', 'mysql://root:hunter2@x/y', /DATABASE_URL must be an address that begins with postgres:\/\//],
  ['MASTER_KEY', 'hunter2', /MASTER_KEY must be 32 bytes in base64/],
  ['EGRESS_ALLOW', 'hunter2', /EGRESS_ALLOW must be host:port/],
  ['OWNER_PASSWORD', 'hunter2', /OWNER_PASSWORD must have 8 characters or more/],
  ['ROLE', 'boss', /ROLE must be all, api, worker or scheduler/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL must be silent, error, warn, info or debug/],
])('a wrong %s ends the start with its name, what is wrong and an example, without the value', (name, value, said) => {
  const read = () => readConfig({ [name]: value });

  expect(read).toThrow(said);
  expect(read).not.toThrow(/hunter2/);
});

test('names every wrong variable at once', () => {
  expect(() => readConfig({ PORT: 'x', ROLE: 'y' })).toThrow(/PORT[^\n]*\nROLE/);
});

test("the operators' guide lists every variable as it is described here", () => {
  const guide = readFileSync('docs/operators.md', 'utf8');

  for (const [name, schema] of Object.entries(variables.shape)) {
    expect(guide).toContain(`| \`${name}\` | ${schema.meta()?.['description']} |`);
  }
});
