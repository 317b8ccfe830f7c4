import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import { systemClock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { DataKeys, refuseWrongMasterKey } from './data-keys.ts';
import { LocalMasterKey } from './master-key.local.ts';
import { SecretBox, type SecretPlace } from './secret-box.ts';

let home: TestDatabase;
let database: Database;
const [maple, birch] = [randomUUID(), randomUUID()];
const master = new LocalMasterKey(randomBytes(32));
const place: SecretPlace = { tenantId: maple, table: 'connections', column: 'sealed_secrets', rowId: 'row-1' };

function newBox(key = master): SecretBox {
  return new SecretBox(new DataKeys(database, key, systemClock));
}

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
  await database.asSystem((sql) =>
    sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple'), ($2, 'birch', 'Birch')", [
      maple,
      birch,
    ]),
  );
});

afterAll(async () => {
  await database.close();
  await home.drop();
});

test('another engine with the same master key opens what was sealed', async () => {
  const sealed = await newBox().seal(place, 'secret');

  expect(await newBox().open(place, sealed)).toBe('secret');
  expect(sealed.bytes.includes('secret')).toBe(false);
});

test.each([
  ['row', { rowId: 'row-2' }],
  ['table', { table: 'hooks' }],
  ['column', { column: 'settings' }],
  ['tenant', { tenantId: birch }],
])('a secret does not open in another %s', async (_what, other) => {
  const box = newBox();
  await box.seal({ ...place, tenantId: birch }, 'so that both tenants have a key');
  const sealed = await box.seal(place, 'secret');

  await expect(box.open({ ...place, ...other }, sealed)).rejects.toMatchObject({ kind: 'bug' });
});

test('engines that start together agree on one key', async () => {
  const boxes = Array.from({ length: 4 }, () => newBox());
  const tenantId = randomUUID();
  await database.asSystem((sql) =>
    sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'cedar', 'Cedar')", [tenantId]),
  );

  const sealed = await Promise.all(boxes.map((box) => box.seal({ ...place, tenantId }, 'secret')));

  for (const each of sealed) expect(await newBox().open({ ...place, tenantId }, each)).toBe('secret');
});

test('a wrong master key is refused at start, and named', async () => {
  await newBox().seal(place, 'secret');
  const wrong = new LocalMasterKey(randomBytes(32));

  await expect(refuseWrongMasterKey(database, wrong)).rejects.toThrow(master.fingerprint);
  await expect(refuseWrongMasterKey(database, wrong)).rejects.toThrow(wrong.fingerprint);
  await expect(refuseWrongMasterKey(database, master)).resolves.toBeUndefined();
});

test('without the right master key a secret stays shut, and the fault says which key is wanted', async () => {
  const sealed = await newBox().seal(place, 'secret');
  const wrong = newBox(new LocalMasterKey(randomBytes(32)));

  await expect(wrong.open(place, sealed)).rejects.toMatchObject({ code: 'secrets.locked', kind: 'unavailable' });
});
