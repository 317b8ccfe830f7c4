import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';

export interface XsdMember {
  readonly name: string;
  readonly type: string;
  readonly list: boolean;
  readonly attribute: boolean;
}

interface XsdType {
  readonly base: string | undefined;
  /** In the order in which a document must hold them. */
  readonly members: readonly XsdMember[];
  readonly words: readonly string[];
  /** Text with attributes, like a reference. */
  readonly text: boolean;
}

export interface XsdSchema {
  readonly types: ReadonlyMap<string, XsdType>;
  /** Elements that may stand where an abstract one is asked for, as `[element, type]`. */
  readonly entities: ReadonlyMap<string, string>;
}

interface Draft {
  base: string | undefined;
  members: XsdMember[];
  words: string[];
  text: boolean;
}

function toMember(tag: SaxesTagPlain, attribute: boolean): XsdMember {
  const { name, ref, type, maxOccurs } = tag.attributes;
  return { name: name ?? ref ?? '', type: type ?? ref ?? '', list: maxOccurs === 'unbounded', attribute };
}

/** Reads what this project needs of an XSD: types, their members in order, their enumerations. */
class XsdReader {
  readonly types = new Map<string, Draft>();
  readonly entities = new Map<string, string>();
  #depth = 0;
  #open: Draft | undefined;

  read(text: string): void {
    const parser = new SaxesParser();
    parser.on('opentag', (tag) => this.#enter(tag));
    parser.on('closetag', () => {
      this.#depth -= 1;
      if (this.#depth === 1) this.#open = undefined;
    });
    parser.write(text).close();
  }

  #enter(tag: SaxesTagPlain): void {
    const kind = tag.name.replace(/^\w+:/, '');
    if (this.#depth === 1) this.#enterTop(kind, tag.attributes);
    else if (this.#open !== undefined) this.#enterType(this.#open, kind, tag);
    this.#depth += 1;
  }

  #enterTop(
    kind: string,
    { name = '', type = '', substitutionGroup }: Record<string, SaxesAttributePlain['value']>,
  ): void {
    if (kind === 'element' && substitutionGroup === 'IntuitObject') this.entities.set(name, type);
    if (kind !== 'complexType' && kind !== 'simpleType') return;
    this.#open = { base: undefined, members: [], words: [], text: kind === 'simpleType' };
    this.types.set(name, this.#open);
  }

  #enterType(open: Draft, kind: string, tag: SaxesTagPlain): void {
    if (kind === 'element') open.members.push(toMember(tag, false));
    else if (kind === 'attribute') open.members.push(toMember(tag, true));
    else if (kind === 'extension') open.base = tag.attributes['base'];
    else if (kind === 'simpleContent') open.text = true;
    else if (kind === 'enumeration') open.words.push(tag.attributes['value'] ?? '');
  }
}

export function readSchema(texts: readonly string[]): XsdSchema {
  const reader = new XsdReader();
  for (const text of texts) reader.read(text);
  return { types: reader.types, entities: reader.entities };
}

/** A type's members with those of the types it extends first. An abstract member stands for each entity. */
export function listMembers(schema: XsdSchema, typeName: string): readonly XsdMember[] {
  const type = schema.types.get(typeName);
  if (type === undefined) return [];
  const inherited = type.base === undefined ? [] : listMembers(schema, type.base);
  return [...inherited, ...type.members].flatMap((member) => {
    if (member.name !== 'IntuitObject') return [member];
    return [...schema.entities].map(([name, entity]) => ({ ...member, name, type: entity }));
  });
}
