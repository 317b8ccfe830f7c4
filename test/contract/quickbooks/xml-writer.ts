import type { Json } from '@invoicepatch/sdk';
import { listMembers, type XsdMember, type XsdSchema } from './xsd-reader.ts';

type Fields = { readonly [name: string]: Json };

const namespace = 'http://schema.intuit.com/finance/v3';

function toXmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const toList = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [value]);

/** The same object as a document of the API's other format: attributes and elements where the schema wants them. */
function toElement(
  schema: XsdSchema,
  name: string,
  { type, value, head = '' }: { type: string; value: Json; head?: string },
): string {
  if (!isFields(value)) return `<${name}>${toXmlText(String(value))}</${name}>`;
  const members = listMembers(schema, type);
  const attributes = members.filter((member) => member.attribute && value[member.name] !== undefined);
  const opening = attributes.map((member) => ` ${member.name}="${toXmlText(String(value[member.name]))}"`).join('');
  const inside = schema.types.get(type)?.text ? toXmlText(String(value['value'])) : toElements(schema, members, value);
  return `<${name}${head}${opening}>${inside}</${name}>`;
}

function toElements(schema: XsdSchema, members: readonly XsdMember[], value: Fields): string {
  const known = members.filter((member) => !member.attribute && value[member.name] !== undefined);
  const names = new Set(members.map((member) => member.name));
  // What the schema does not know goes to the end as it is, so that the validator sees it.
  const unknown = Object.keys(value).filter((name) => !names.has(name));
  return [
    ...known.flatMap(({ name, type }) =>
      toList(value[name] ?? '').map((each) => toElement(schema, name, { type, value: each })),
    ),
    ...unknown.flatMap((name) =>
      toList(value[name] ?? '').map((each) => toElement(schema, name, { type: 'string', value: each })),
    ),
  ].join('');
}

/** A JSON object of the API as an XML document of the same API. */
export function toDocument(schema: XsdSchema, root: string, value: Json): string {
  const type = schema.entities.get(root) ?? root;
  return `<?xml version="1.0" encoding="UTF-8"?>${toElement(schema, root, { type, value, head: ` xmlns="${namespace}"` })}`;
}
