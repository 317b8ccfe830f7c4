import { describe, expect, test } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { readFieldTables } from './field-tables.ts';
import { recordTraffic } from './recorded-traffic.ts';
import { readSchemaFiles } from './schema-files.ts';
import { toDocument } from './xml-writer.ts';
import { listMembers, readSchema } from './xsd-reader.ts';

const { enumerations, fieldTables } = await readFieldTables();
const [service, ...included] = readSchemaFiles();

/** Our short names of the schema's plain types. */
const plainTypes: Readonly<Record<string, readonly string[]>> = {
  string: ['xs:string', 'xs:anyURI'],
  decimal: ['xs:decimal'],
  boolean: ['xs:boolean'],
  int: ['xs:int', 'xs:positiveInteger'],
  date: ['xs:date'],
  dateTime: ['xs:dateTime'],
};

/** In JSON these hold their text as `value`. */
const texts = new Set(['ReferenceType', 'MemoRef']);

async function validate(documents: readonly string[]): Promise<readonly string[]> {
  if (service === undefined) throw new Error('There is no schema to validate with.');
  const { valid, errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `document-${index}.xml`, contents })),
    schema: [service],
    preload: included,
    initialMemoryPages: 1_024,
    maxMemoryPages: 8_192,
  });
  return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
}

describe('QuickBooks Online and Intuit’s own schema', () => {
  if (service === undefined) {
    test('cannot be compared without the schema', () => expect(included).toEqual([]));
    return;
  }
  const schema = readSchema([service, ...included].map(({ contents }) => contents));

  test.each([...fieldTables.keys()])('agree on the fields of %s', (typeName) => {
    const members = new Map(listMembers(schema, typeName).map((member) => [member.name, member]));
    const wrong = [...(fieldTables.get(typeName) ?? [])].filter(([name, { type, list }]) => {
      if (texts.has(typeName) && name === 'value') return false;
      const member = members.get(name);
      return member === undefined || member.list !== list || !(plainTypes[type] ?? [type]).includes(member.type);
    });

    expect(schema.types.has(typeName)).toBe(true);
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(enumerations))('agree on the words of %s', (name, words) => {
    expect(words).toEqual(schema.types.get(name)?.words);
  });

  test('agree on every request of the connector and every answer of the simulator', async () => {
    const { requests, answers, complaints } = await recordTraffic();
    const documents = [
      ...requests.map(({ entity, body }) => toDocument(schema, entity, body)),
      ...answers.map((answer) => toDocument(schema, 'IntuitResponse', answer)),
    ];

    expect(requests.length).toBeGreaterThan(8);
    expect(answers.length).toBeGreaterThan(25);
    expect(complaints).toEqual([]);
    expect(await validate(documents)).toEqual([]);
  });

  test.each([
    ['a word that no enumeration has', { Line: [{ Amount: 1, DetailType: 'SalesLineDetail' }] }, /SalesLineDetail/],
    ['a misspelt field', { DocNumbr: '1' }, /DocNumbr/],
    ['a text for an amount', { TotalAmt: 'a lot' }, /a lot/],
    ['a date of another calendar', { TxnDate: '22/11/2026' }, /22\/11\/2026/],
  ])('disagree on %s', async (_what, invoice, message) => {
    const errors = await validate([toDocument(schema, 'Invoice', invoice)]);

    expect(errors.join('\n')).toMatch(message);
  });
});
