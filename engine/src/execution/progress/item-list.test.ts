import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ItemList } from './item-list.ts';

function itemsOf(list: ItemList): unknown[] {
  return Array.from({ length: list.length }, (_, index) => JSON.parse(list.get(index)));
}

test('gives the elements of any list, written tightly or widely', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 20 }), fc.boolean(), (values, wide) => {
      expect(itemsOf(new ItemList(JSON.stringify(values, null, wide ? 2 : undefined)))).toEqual(
        JSON.parse(JSON.stringify(values)),
      );
    }),
  );
});

test('nothing is no item, and a single thing is one', () => {
  expect(itemsOf(new ItemList('null'))).toEqual([]);
  expect(itemsOf(new ItemList(' [ ] '))).toEqual([]);
  expect(itemsOf(new ItemList('{"a":[1,2]}'))).toEqual([{ a: [1, 2] }]);
  expect(itemsOf(new ItemList('"a,b"'))).toEqual(['a,b']);
});

test('gives batches, the last one with what is left', () => {
  const list = new ItemList('[1,2,3,4,5]', 2);

  expect(list.elements).toBe(5);
  expect(itemsOf(list)).toEqual([[1, 2], [3, 4], [5]]);
});
