import { expect, test } from '@jest/globals';
import { pick } from './pairs.ts';
import { areas } from './words.ts';

const keysOf = (texts: Record<string, Record<string, string>>) =>
  Object.entries(texts).flatMap(([area, pairs]) => Object.keys(pairs).map((key) => `${area}.${key}`));
const placesOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort();

test('English and French have the same keys, and each has a text', () => {
  const [english, french] = [pick(areas, 0), pick(areas, 1)];

  expect(keysOf(french)).toEqual(keysOf(english));
  expect(Object.values(english).flatMap(Object.values)).not.toContain('');
  expect(Object.values(french).flatMap(Object.values)).not.toContain('');
});

test('French fills the same places as English', () => {
  for (const [area, pairs] of Object.entries(areas)) {
    for (const [key, [english, french]] of Object.entries(pairs)) {
      expect({ key: `${area}.${key}`, places: placesOf(french) }).toEqual({
        key: `${area}.${key}`,
        places: placesOf(english),
      });
    }
  }
});

test('what reads the same in both languages is known to', () => {
  const same = Object.entries(areas).flatMap(([area, pairs]) =>
    Object.entries(pairs).flatMap(([key, [english, french]]) => (english === french ? [`${area}.${key}`] : [])),
  );

  expect(same.sort()).toEqual(
    [
      'again.version',
      'connections.production',
      'designer.actions',
      'designer.note',
      'designer.versions',
      'runs.answered',
      'runs.took',
      'runs.version',
      'shell.product',
      'tests.menu',
      'tests.title',
      'designer.versionBy',
    ].sort(),
  );
});
