import {
  type ArrayPart,
  isNever,
  type NumberPart,
  type ObjectPart,
  only,
  present,
  type StringPart,
  type Type,
} from './type.ts';

export type Language = 'en' | 'fr';

const words = {
  en: {
    any: 'anything',
    nothing: 'nothing',
    never: 'no value',
    null: 'null',
    boolean: 'true or false',
    number: 'number',
    integer: 'whole number',
    string: 'text',
    object: 'object',
    list: 'list',
    listOf: 'list of',
    more: 'more',
    maybe: 'or nothing',
    or: 'or',
    with: 'with',
    date: 'date',
    'date-time': 'date and time',
    empty: 'empty object',
    numbers: 'numbers',
    integers: 'whole numbers',
    strings: 'texts',
    objects: 'objects',
    lists: 'lists',
  },
  fr: {
    any: 'n’importe quoi',
    nothing: 'rien',
    never: 'aucune valeur',
    null: 'null',
    boolean: 'vrai ou faux',
    number: 'nombre',
    integer: 'nombre entier',
    string: 'texte',
    object: 'objet',
    list: 'liste',
    listOf: 'liste de',
    more: 'autres',
    maybe: 'ou rien',
    or: 'ou',
    with: 'avec',
    date: 'date',
    'date-time': 'date et heure',
    empty: 'objet vide',
    numbers: 'nombres',
    integers: 'nombres entiers',
    strings: 'textes',
    objects: 'objets',
    lists: 'listes',
  },
} as const;

type Words = (typeof words)[Language];

function showLiterals(literals: readonly (string | number)[], { or }: Words): string | undefined {
  if (literals.length > 6) return undefined;
  const shown = literals.map((each) => JSON.stringify(each));
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${or} ${last}`;
}

function showNumber({ integer, literals }: NumberPart, say: Words): string {
  return (literals && showLiterals(literals, say)) ?? (integer ? say.integer : say.number);
}

function showString({ literals, format }: StringPart, say: Words): string {
  const shown = literals && showLiterals(literals, say);
  if (shown !== undefined) return shown;
  if (format === 'date' || format === 'date-time') return say[format];
  return format === undefined ? say.string : `${say.string} (${format})`;
}

function showObject({ fields, rest }: ObjectPart, say: Words): string {
  const named = [...fields]
    .filter(([, type]) => !isNever(present(type)))
    .map(([name, type]) => name + (type.missing ? '?' : ''));
  if (named.length === 0) return rest === undefined ? say.empty : say.object;
  const shown = named.length > 6 ? [...named.slice(0, 5), `${named.length - 5} ${say.more}`] : named;
  return `${say.object} { ${shown.join(', ')}${rest === undefined ? '' : ', …'} }`;
}

function showItems(items: Type, say: Words): string {
  const bare = present(items);
  const [kind, ...others] = Object.keys(bare);
  if (others.length > 0 || kind === undefined) return showWith(bare, say);
  if (bare.number && bare.number.literals === undefined) return bare.number.integer ? say.integers : say.numbers;
  if (bare.string && bare.string.literals === undefined && bare.string.format === undefined) return say.strings;
  if (bare.object) return showObject(bare.object, say).replace(say.object, say.objects);
  return bare.array ? `${say.lists}` : showWith(bare, say);
}

function showArray({ items }: ArrayPart, say: Words): string {
  return items.any || isNever(present(items)) ? say.list : `${say.listOf} ${showItems(items, say)}`;
}

function showParts(type: Type, say: Words): string[] {
  return [
    ...(type.string ? [showString(type.string, say)] : []),
    ...(type.number ? [showNumber(type.number, say)] : []),
    ...(type.boolean ? [type.boolean === 'both' ? say.boolean : type.boolean] : []),
    ...(type.object ? [showObject(type.object, say)] : []),
    ...(type.array ? [showArray(type.array, say)] : []),
    ...(type.functions ? type.functions.map(({ signature }) => signature) : []),
    ...(type.null ? [say.null] : []),
  ];
}

function showWith(type: Type, say: Words): string {
  if (isNever(present(type))) return type.missing ? say.nothing : say.never;
  const shown = type.any ? [say.any] : showParts(type, say);
  return [shown.join(` ${say.or} `), ...(type.missing && !type.any ? [say.maybe] : [])].join(' ');
}

/** A type in the words of people: `list of objects { sku, qty? } or nothing`. */
export function show(type: Type, language: Language = 'en'): string {
  return showWith(type, words[language]);
}

/** Only the kinds, for sentences that say what was expected and what came. */
export function showKinds(type: Type, language: Language = 'en'): string {
  const say = words[language];
  if (type.any) return say.any;
  const plain: string[] = [
    ...(type.string ? [say.string] : []),
    ...(type.number ? [say.number] : []),
    ...(type.boolean ? [say.boolean] : []),
    ...(type.object ? [say.object] : []),
    ...(type.array ? [say.list] : []),
    ...(type.null ? [say.null] : []),
  ];
  return plain.length === 0 ? show(only(type, 'functions'), language) : plain.join(` ${say.or} `);
}
