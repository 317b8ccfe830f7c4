import { expect, test } from '@jest/globals';
import { decrypt, encrypt } from './aead.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { LocalMasterKey } from './master-key.local.ts';
import { SecretMask } from './secret-mask.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

// Test case 16 of "The Galois/Counter Mode of Operation" by McGrew and Viega.
const vector = {
  key: hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'),
  nonce: hex('cafebabefacedbaddecaf888'),
  context: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plain: hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ),
  sealed: hex(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
  ),
};

test('encrypts as the published vector says, and back', () => {
  expect(encrypt(vector, vector.nonce, vector.plain)).toEqual(vector.sealed);
  expect(decrypt(vector, vector.nonce, vector.sealed)).toEqual(vector.plain);
});

test('any flipped bit of an envelope is noticed', () => {
  const envelope = sealEnvelope(vector, Buffer.from('refresh token'));

  for (let bit = 0; bit < envelope.length * 8; bit += 1) {
    const flipped = Buffer.from(envelope);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openEnvelope(vector, flipped)).toThrow();
  }
  expect(openEnvelope(vector, envelope).toString()).toBe('refresh token');
});

test('an envelope cut short is noticed', () => {
  const envelope = sealEnvelope(vector, Buffer.from('x'));

  for (let length = 0; length < envelope.length; length += 1) {
    expect(() => openEnvelope(vector, envelope.subarray(0, length))).toThrow();
  }
});

test('the same text never seals to the same bytes', () => {
  const sealed = new Set(Array.from({ length: 200 }, () => sealEnvelope(vector, Buffer.from('x')).toString('hex')));

  expect(sealed.size).toBe(200);
});

test('a key of the wrong length is refused', () => {
  expect(() => new LocalMasterKey(Buffer.from('short'))).toThrow('32 bytes');
});

test('a mask covers a secret in all the forms in which it travels', () => {
  const mask = new SecretMask(['p@ss/word+1', 'p@ss', 'ok']);

  const text = mask.cover(
    `ok p@ss/word+1 ${encodeURIComponent('p@ss/word+1')} ${Buffer.from('p@ss/word+1').toString('base64')} p@ss`,
  );

  expect(text).toBe('ok ••• ••• ••• •••');
});
