import { expect, test } from '@jest/globals';
import { parseQuery } from './query-language.ts';

test('reads a whole query', () => {
  const query = parseQuery(
    "SELECT Id, DisplayName FROM Customer WHERE DisplayName LIKE 'A%' AND Active IN (true, false) AND Balance >= 10.5 ORDERBY DisplayName DESC, Id STARTPOSITION 11 MAXRESULTS 5000",
  );

  expect(query).toEqual({
    fields: ['Id', 'DisplayName'],
    count: false,
    entity: 'Customer',
    conditions: [
      { field: 'DisplayName', operator: 'like', values: ['A%'] },
      { field: 'Active', operator: 'in', values: ['true', 'false'] },
      { field: 'Balance', operator: '>=', values: ['10.5'] },
    ],
    order: [
      { field: 'DisplayName', descending: true },
      { field: 'Id', descending: false },
    ],
    start: 11,
    limit: 1_000,
  });
});

test('frees quotes and backslashes of their escapes', () => {
  expect(parseQuery("select * from Customer where DisplayName = 'O\\'Brien \\\\ Sons'").conditions[0]?.values).toEqual([
    "O'Brien \\ Sons",
  ]);
});

test('answers a hundred rows when nothing else is asked', () => {
  expect(parseQuery('select count(*) from Item')).toMatchObject({ count: true, limit: 100, start: 1 });
});

test.each([
  ["select * from Customer where DisplayName = 'O'Brien'", '4000'],
  ["select * from Customer where DisplayName = 'open", '4000'],
  ["select * from Customer where Id = '1' or Id = '2'", '4000'],
  ['select * Customer', '4000'],
  ['delete from Customer', '4000'],
  ['select * from Customer startposition 0', '4000'],
  ['select * from Customer maxresults many', '4000'],
])('refuses %s', (text, code) => {
  expect(() => parseQuery(text)).toThrow(expect.objectContaining({ error: expect.objectContaining({ code }) }));
});
