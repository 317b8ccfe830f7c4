import { describe, expect, test } from '@jest/globals';
import { fromSchema, inferExpression, show } from '../index.ts';

const line = {
  type: 'object',
  properties: {
    sku: { type: 'string' },
    quantity: { type: 'number' },
    'unit price': { type: 'number' },
    status: { enum: ['Approved', 'Rejected'] },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['sku', 'quantity', 'status', 'tags'],
  additionalProperties: false,
};
const order = {
  type: 'object',
  properties: {
    customer: {
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
      additionalProperties: false,
    },
    lines: { type: 'array', items: line },
    some: { type: 'array', items: line, minItems: 1 },
    note: { type: ['string', 'null'] },
  },
  required: ['customer', 'lines', 'some', 'note'],
  additionalProperties: false,
};
const input = fromSchema(order);
const typeOf = (source: string) => show(inferExpression(source, { input }).type);
const findingsOf = (source: string) =>
  inferExpression(source, { input }).findings.map(
    ({ severity, code, range }) => `${severity} ${code} ${source.slice(range.start, range.end)}`,
  );

test.each([
  ['customer.name', 'text'],
  ['lines', 'list of objects { sku, quantity, unit price?, status, tags }'],
  ['lines.sku', 'text or list of texts or nothing'],
  ['[lines.sku]', 'list of texts'],
  ['lines.tags', 'text or list of texts or nothing'],
  ['some[0].sku', 'text'],
  ['lines[0].sku', 'text or nothing'],
  ["lines[status = 'Approved'].quantity", 'number or list of numbers or nothing'],
  ['$sum(lines.quantity)', 'number or nothing'],
  ['$sum([lines.quantity])', 'number'],
  ['$count(lines)', 'whole number'],
  ['lines{sku: $sum(quantity)}', 'object'],
  ["lines.{'id': sku, 'price': `unit price`}", 'object { id, price? } or list of objects { id, price? } or nothing'],
  ['$map([lines], function($l) { $l.quantity * 2 })', 'number or list of numbers or nothing'],
  ['$reduce([1, 2], function($x, $y) { $x + $y }, 0)', 'whole number'],
  ['note ?? "none"', 'text or null'],
  ['note ?: "none"', 'text'],
  ['$exists(lines[0]) ? lines[0].sku : ""', 'text or nothing'],
  ['$exists(lines[0].sku) ? lines[0].sku : ""', 'text'],
  ['(  $f := function($x) { $x & "!" }; $f(customer.name) )', 'text'],
  ['lines^(>quantity)[0].sku', 'text or nothing'],
  ['lines#$i.{"at": $i}', 'object { at } or list of objects { at } or nothing'],
  ['lines@$l.{"of": $l.sku}', 'object { of } or list of objects { of } or nothing'],
  ['$substring(?, 0, 2)', 'function(?)'],
  ['[1..3]', 'list of whole numbers'],
  ['customer ~> |$|{"x": 1}|', 'object'],
  ['$lookup(customer, "name")', 'text'],
  ['$keys(customer)', '"name"'],
])('%s gives %s', (source, said) => {
  expect(typeOf(source)).toBe(said);
});

describe('what is wrong', () => {
  test.each([
    ['customer.nmae', 'error flow.unknown-field nmae'],
    ['lines.skuu', 'error flow.unknown-field skuu'],
    ['customer.name.first', 'error flow.never-there first'],
    ['customer.name + 1', 'error flow.wrong-operand customer.name'],
    ['$sum(some.sku)', 'error flow.wrong-argument some.sku'],
    ['$uppercase(1)', 'error flow.wrong-argument 1'],
    ['$substring()', 'error flow.wrong-argument $substring()'],
    ['$uppercase("a", "b")', 'error flow.wrong-argument $uppercase("a", "b")'],
    ['$upercase("a")', 'error flow.unknown-function $upercase'],
    ['customer()', 'error flow.unknown-function customer'],
    ['$rate * 2', 'error flow.unknown-variable $rate'],
    ['customer.name < 3', 'error flow.wrong-operand customer.name < 3'],
    ['-customer', 'error flow.wrong-operand customer'],
    ['["a".."b"]', 'error flow.wrong-operand "a"'],
    ["lines[status = 'Aproved']", "warning flow.never-equal status = 'Aproved'"],
    ['lines.(sku * 2)', 'warning flow.wrong-operand sku'],
    ['note & 1 > 2 ? $length(note) : 0', 'warning flow.wrong-argument note'],
  ])('%s: %s', (source, said) => {
    expect(findingsOf(source)).toContain(said);
  });

  test.each([
    'lines[status = "Approved"].quantity',
    '$exists(customer.nmae)',
    'customer.nmae ?? "x"',
    '$sum(lines.(quantity * (`unit price` ?? 0)))',
    'lines.quantity.($ > 1 and $ < 5)',
    '$string()',
    'customer.$uppercase(name)',
    '$sort(lines, function($a, $b) { $a.quantity > $b.quantity })',
    'lines.tags.$uppercase()',
    '$now() & $millis()',
    '/a/i ~> $string',
  ])('%s is fine', (source) => {
    expect(findingsOf(source).filter((said) => said.startsWith('error'))).toEqual([]);
  });

  test('a name that is nearly right is mended', () => {
    const [finding] = inferExpression('customer.nmae', { input }).findings;

    expect(finding?.fix).toEqual({ range: { start: 9, end: 13 }, insert: 'name' });
    expect(finding?.message).toContain('Did you mean "name"?');
  });

  test('it is said in French too', () => {
    const [finding] = inferExpression('customer.nmae', { input, language: 'fr' }).findings;

    expect(finding?.message).toContain('Vouliez-vous dire « name »?');
  });

  test('what cannot be read is a finding, and anything may come of it', () => {
    const { type, findings } = inferExpression('customer.', { input });

    expect(findings).toMatchObject([{ code: 'flow.bad-expression', severity: 'error' }]);
    expect(show(type)).toBe('anything');
  });

  test('a million brackets and a function that calls itself for ever come to an end', () => {
    expect(show(inferExpression(`${'('.repeat(2_000)}1${')'.repeat(2_000)}`, { input }).type)).toBe('anything');
    const { type } = inferExpression('($f := function($x) { $f($f($x)) & $f($x) }; $f(1))', { input });
    expect(show(type)).toBeDefined();
  });
});
