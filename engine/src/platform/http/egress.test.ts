import { expect, test } from '@jest/globals';
import { OutsideServer } from '../../../../test/support/servers/outside-server.ts';
import { readShared } from '../../../../test/support/shared-folder.ts';
import { thrown } from '../../../../test/support/thrown.ts';
import { isPublicAddress } from './address.ts';

const outside = new OutsideServer();

test('every published form of an address inside is refused before anything is connected', async () => {
  const corpus = readShared('security/sandbox-attempts.json');
  if (corpus === undefined) return;
  const attempt = JSON.parse(corpus).attempts.find(({ id }: { id: string }) => id === 'js-net-bridge-ssrf-forms');
  const forms: string[] = [...attempt.code.matchAll(/"(http:[^"]+)"/g)].map(([text]) =>
    JSON.parse(text.replaceAll('%%CANARY_PORT%%', String(outside.port))),
  );

  const faults = await Promise.all(forms.map((url) => thrown(outside.exchange({ url }, { egressAllow: [] }))));

  expect(forms).toHaveLength(15);
  expect(faults.map(({ code }) => code)).toEqual(
    forms.map(() => expect.stringMatching(/^http\.(address-refused|url-invalid)$/)),
  );
  expect(outside.hits).toEqual([]);
});

test.each([
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '192.0.0.192',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '::',
  '::1',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('a name that leads inside is refused, also when only one of its addresses does', async () => {
  const resolve = async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];

  const fault = await thrown(
    outside.exchange({ url: `http://rebind.example:${outside.port}/`, method: 'POST' }, { resolve }),
  );

  expect(fault).toMatchObject({ code: 'http.address-refused', kind: 'denied', doubtful: false });
  expect(outside.hits).toEqual([]);
});

test('the address that was checked is the one connected to: a name is looked up once', async () => {
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
  };

  const fault = await thrown(outside.exchange({ url: `http://flip.example:${outside.port}/` }, { resolve }));

  expect(fault.code).toBe('http.address-refused');
  expect(asked).toBe(1);
  expect(outside.hits).toEqual([]);
});

test.each(['file:///etc/passwd', 'ftp://example.com/', '/relative', 'http://user:pass@example.com/', 'gopher://x', ''])(
  '%p is no address for a request',
  async (url) => {
    expect(await thrown(outside.exchange({ url }))).toMatchObject({ code: 'http.url-invalid', kind: 'invalid' });
  },
);

test('the allow list is exact: another port of the same host stays shut', async () => {
  const fault = await thrown(
    outside.exchange(
      { url: `http://127.0.0.1:${outside.port}/` },
      { egressAllow: [`127.0.0.1:${outside.port}0`, '127.0.0.1'] },
    ),
  );

  expect(fault.code).toBe('http.address-refused');
});

test('a connection to a simulator reaches the simulator and nothing beside it', async () => {
  const options = { egressAllow: [] };
  const origin = `http://127.0.0.1:${outside.port}`;
  const simulatorUrl = `${origin}/simulators/books`;
  const go = (url: string) => outside.exchange({ url, simulatorUrl }, options);

  await go(`${simulatorUrl}/v3/company`);
  for (const path of [
    '/simulators/books/../../api/v1/flows',
    '/simulators/books/%2e%2e/other',
    '/simulators/books2/x',
    '/api',
    '/simulators/books\\..\\..\\api',
  ]) {
    expect((await thrown(go(`${origin}${path}`))).code).toBe('http.address-refused');
  }

  expect(outside.hits).toEqual([`GET 127.0.0.1:${outside.port} /simulators/books/v3/company`]);
});
