import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { checkServer } from './check-server.ts';

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const int32 = (value: number) => Buffer.from([value >> 24, value >> 16, value >> 8, value].map((byte) => byte & 255));
const ready = message('Z', Buffer.from('I'));

function oneRow(text: string): Buffer {
  const column = Buffer.concat([Buffer.from('server_version_num\0'), Buffer.alloc(6), int32(25), Buffer.alloc(8)]);
  const value = Buffer.concat([int32(text.length), Buffer.from(text)]);
  return Buffer.concat([
    message('T', Buffer.concat([Buffer.from([0, 1]), column])),
    message('D', Buffer.concat([Buffer.from([0, 1]), value])),
    message('C', Buffer.from('SHOW\0')),
    ready,
  ]);
}

/** Lets everybody in and answers every query with its version, in the words of the protocol. */
async function oldServer(version: string): Promise<string> {
  server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]));
      socket.on('data', (asked) => void (asked[0] === 0x51 && socket.write(oneRow(version))));
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `postgres://me:secret-word@127.0.0.1:${(server.address() as AddressInfo).port}/books`;
}

test('refuses a Postgres that is too old, and says which one would do', async () => {
  const url = await oldServer('130015');

  const check = checkServer(url);

  await expect(check).rejects.toMatchObject({ code: 'database.too-old' });
  await expect(check).rejects.toThrow(/is Postgres 13; InvoicePatch needs 14 or newer/);
  await expect(check).rejects.not.toThrow(/secret-word/);
});

test('takes the oldest Postgres that will do', async () => {
  await expect(checkServer(await oldServer('140000'))).resolves.toBeUndefined();
});

test('says that nothing listens, without the password', async () => {
  const check = checkServer('postgres://me:secret-word@127.0.0.1:1/books');

  await expect(check).rejects.toMatchObject({ code: 'database.unreachable', kind: 'unavailable' });
  await expect(check).rejects.toThrow(/127\.0\.0\.1:1\/books.*nothing listens there/);
  await expect(check).rejects.not.toThrow(/secret-word/);
});
