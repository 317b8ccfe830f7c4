import { describe, expect, test } from '@jest/globals';
import { chain, describe as describeType, hook, post, toDocument } from '../../testing/flows.ts';
import { complete, findPlace, hover } from '../index.ts';

const document = toDocument({ nodes: [hook(), post('$')], edges: chain('hook', 'post') });
const place = findPlace(document, { nodeId: 'post', field: 'input' }, { describe: describeType });

/** `|` stands where the cursor is. */
function at(marked: string) {
  return { ...place, text: marked.replace('|', ''), offset: marked.indexOf('|') };
}
const labels = (marked: string, count = 4) =>
  complete(at(marked))
    .items.slice(0, count)
    .map(({ label }) => label);

describe('completes', () => {
  test.each([
    ['cl|', ['client', '$clone', 'in', 'null'].slice(0, 2)],
    ['entries[0].|', ['worker', 'hours', 'rate', 'approved']],
    ['entries.h|', ['hours']],
    ['$nodes.|', ['hook']],
    ['$nodes.hook.entries.w|', ['worker']],
    ['{ |', ['customer', 'currency', 'note', 'lines']],
    ["{ 'lines': [{ |", ['description', 'amount']],
    ["{ 'lines': [entries.{ 'description': wo|", ['worker']],
    ['($e := entries; $e.|', ['worker', 'hours', 'rate', 'approved']],
    ['$map(entries, function($entry) { $entry.|', ['worker', 'hours', 'rate', 'approved']],
    ['entries[ap|', ['approved']],
    ['$uppercas|', ['$uppercase']],
    ['$sum(entries.(hours * r|', ['rate']],
    ['entries.hours + bad bad (entries.|', ['worker', 'hours', 'rate', 'approved']],
  ])('%s', (marked, expected) => {
    expect(labels(marked, expected.length)).toEqual(expected);
  });

  test('functions that fit come first', () => {
    expect(complete(at('client.$|')).items[0]?.kind).toBe('function');
    expect(labels('entries.hours.$|', 3)).toContain('$abs');
    expect(labels('client.$|', 40)).not.toContain('$abs');
  });

  test('nothing inside texts and comments', () => {
    expect(complete(at('"cli|ent"')).items).toEqual([]);
    expect(complete(at('/* cli|')).items).toEqual([]);
  });

  test('a name that is no plain word is put in marks, and the whole word is replaced', () => {
    const odd = { ...at('x| + 1'), input: { object: { fields: new Map([['x y', { string: {} }]]) } } };

    expect(complete(odd).items[0]).toMatchObject({
      label: 'x y',
      insert: '`x y`',
      range: { start: 0, end: 1 },
      type: 'text',
    });
  });

  test('what is known of the expression comes along, in the language asked for', () => {
    const { type, findings } = complete({ ...at('$count(entries) & clint|'), language: 'fr' });

    expect(type).toBe('texte');
    expect(findings.map(({ code }) => code)).toContain('flow.unknown-field');
    expect(findings[0]?.message).toContain('champ');
  });
});

test('every place of every text gets an answer', () => {
  const text = "($f := function($x) { $x.worker & '!' }; { 'lines': [entries[hours > 2].{ 'd': $f($) }] } ~> |$|{}|)";
  for (let offset = 0; offset <= text.length; offset += 1) {
    expect(complete({ ...place, text: text.slice(0, offset), offset }).items).toBeDefined();
    expect(() => hover({ ...place, text, offset })).not.toThrow();
  }
});

test('hovering says the type of a name and what a function is for', () => {
  expect(hover(at('$sum(entries.ho|urs)'))).toMatchObject({ type: 'number', range: { start: 13, end: 18 } });
  expect(hover(at('$s|um(entries.hours)'))?.detail).toBe('Adds the numbers of a list.');
  expect(hover(at('1 |+ 1'))?.type).not.toBe('nothing');
});
