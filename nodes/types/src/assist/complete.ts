import { inferExpression, type Surroundings } from '../expression/infer-expression.ts';
import type { Finding } from '../finding/finding.ts';
import { catalogue } from '../functions/catalogue.ts';
import type { FunctionEntry } from '../functions/function-entry.ts';
import { parseSignature } from '../functions/signature.ts';
import { checkTarget } from '../target/check-target.ts';
import type { Range } from '../text/ranges.ts';
import { type Language, show } from '../type/show.ts';
import { fieldOf, isNever, kindsOf, type ObjectPart, only, present, type Type } from '../type/type.ts';
import { type Cursor, type Frame, findBodies, findCursor, openFrames } from './cursor.ts';
import { type Probe, probe } from './probe.ts';

export interface CompletionItem {
  /** As it is listed: `lines`, `$sum`. */
  readonly label: string;
  readonly kind: 'field' | 'function' | 'variable' | 'node' | 'keyword';
  /** In words; empty where it says nothing. */
  readonly type: string;
  /** What it is for. */
  readonly detail: string;
  readonly insert: string;
  /** What is replaced. */
  readonly range: Range;
}

export interface Completion {
  /** The likeliest first. */
  readonly items: readonly CompletionItem[];
  /** What the expression gives as it stands. */
  readonly type: string;
  readonly findings: readonly Finding[];
}

export interface AssistPlace extends Surroundings {
  readonly text: string;
  readonly offset: number;
  /** What has to come out of the expression. */
  readonly target?: Type;
}

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const reserved = new Set(['and', 'or', 'in', 'true', 'false', 'null']);

function written(name: string): string {
  return plainName.test(name) && !reserved.has(name) ? name : `\`${name}\``;
}

function objectsIn(type: Type): readonly ObjectPart[] {
  return [...(type.object ? [type.object] : []), ...(type.array ? objectsIn(type.array.items) : [])];
}

interface Listing {
  readonly cursor: Cursor;
  readonly language: Language;
}

function rangeOf({ cursor }: Listing): Range {
  return { start: cursor.start, end: cursor.end };
}

function listFields(type: Type, listing: Listing): CompletionItem[] {
  const fields = new Map(objectsIn(type).flatMap(({ fields: own }) => [...own]));
  const isSteps = type.object?.steps === true;
  return [...fields].flatMap(([name, field]) =>
    isNever(present(field))
      ? []
      : {
          label: name,
          kind: isSteps ? ('node' as const) : ('field' as const),
          type: show(field, listing.language),
          detail: '',
          insert: written(name),
          range: rangeOf(listing),
        },
  );
}

const letterKinds: Readonly<Record<string, string>> = {
  string: 's',
  number: 'n',
  boolean: 'b',
  null: 'l',
  object: 'o',
  array: 'a',
  functions: 'f',
};

/** How well a function fits what it would be given; the lower, the better. */
function rankOf(entry: FunctionEntry, given: Type | undefined): number {
  const [first] = parseSignature(entry.signature);
  if (given === undefined || given.any || first === undefined) return 1;
  const letters = kindsOf(given).map((kind) => letterKinds[kind] ?? '');
  if (letters.length === 0) return 1;
  if (first.isList) return letters.includes('a') ? 0 : 2;
  const takesAll = first.letters.length > 3;
  return takesAll ? 1 : letters.some((letter) => first.letters.includes(letter)) ? 0 : 3;
}

function listFunctions(given: Type | undefined, listing: Listing): CompletionItem[] {
  const ranked = catalogue
    .filter(({ name }) => name !== 'eval')
    .map((entry) => ({ entry, rank: rankOf(entry, given) }))
    .sort((one, other) => one.rank - other.rank || one.entry.name.localeCompare(other.entry.name));
  return ranked.map(({ entry }) => ({
    label: `$${entry.name}`,
    kind: 'function',
    type: `(${entry.parameters})`,
    detail: entry[listing.language],
    insert: `$${entry.name}(`,
    range: rangeOf(listing),
  }));
}

const said: Readonly<Record<string, readonly [en: string, fr: string]>> = {
  nodes: ['What the steps before gave', 'Ce que les étapes précédentes ont donné'],
  trigger: ['What started the run', 'Ce qui a lancé l’exécution'],
  run: ['The run: id and start', 'L’exécution : identifiant et début'],
  parameters: ['The parameters of the flow', 'Les paramètres du flux'],
  item: ['The item of the loop', 'L’élément de la boucle'],
  index: ['The position of the item, from 0', 'La position de l’élément, à partir de 0'],
};

function listVariables({ seen }: Probe, listing: Listing): CompletionItem[] {
  const variables = [...seen.scope.list()].filter(
    ([name, type]) => !type.functions?.some(({ id }) => id === `$${name}`) && name !== '$',
  );
  return variables.reverse().map(([name, type]) => ({
    label: `$${name}`,
    kind: 'variable',
    type: show(type, listing.language),
    detail: said[name]?.[listing.language === 'fr' ? 1 : 0] ?? '',
    insert: `$${name}`,
    range: rangeOf(listing),
  }));
}

function listKeywords(listing: Listing): CompletionItem[] {
  return ['and', 'or', 'in', 'true', 'false', 'null', 'function'].map((word) => ({
    label: word,
    kind: 'keyword',
    type: '',
    detail: '',
    insert: word,
    range: rangeOf(listing),
  }));
}

function intoTarget(type: Type | undefined, { open, key }: Frame): Type | undefined {
  if (open === '[') return type?.array?.items;
  if (open !== '{' || key === undefined) return undefined;
  return type?.object && fieldOf(type.object, key);
}

/** The target's object whose field is being named. */
function targetAt(target: Type | undefined, cursor: Cursor): Type | undefined {
  if (findBodies(cursor.before).size > 0) return undefined;
  return openFrames(cursor.before).slice(0, -1).reduce(intoTarget, target);
}

function isAtKey(cursor: Cursor): boolean {
  const top = openFrames(cursor.before).at(-1);
  const last = cursor.before.at(-1)?.text;
  const isBody = findBodies(cursor.before).has(openFrames(cursor.before).length - 1);
  return top?.open === '{' && top.key === undefined && !isBody && (last === '{' || last === ',');
}

function listTargets(target: Type, listing: Listing): CompletionItem[] {
  return listFields(only(target, 'object'), listing).map((item) => ({
    ...item,
    insert: `"${item.label}": `,
  }));
}

function listAll(found: Probe | undefined, place: AssistPlace, listing: Listing): CompletionItem[] {
  const { cursor } = listing;
  const last = cursor.before.at(-1);
  const target = isAtKey(cursor) ? targetAt(place.target, cursor) : undefined;
  if (target !== undefined) return listTargets(target, listing);
  const context = found?.seen.input;
  const isStep = last?.text === '.' && last.kind === 'operator';
  const fields = cursor.kind === 'name' && context !== undefined ? listFields(context, listing) : [];
  const given = isStep || last?.text === '~>' ? context : undefined;
  const functions = listFunctions(given, listing);
  if (isStep) return [...fields, ...functions];
  const variables = found === undefined ? [] : listVariables(found, listing);
  return [...fields, ...variables, ...functions, ...(cursor.kind === 'name' ? listKeywords(listing) : [])];
}

function matching(items: readonly CompletionItem[], prefix: string): CompletionItem[] {
  const wanted = prefix.toLowerCase();
  const bare = ({ label }: CompletionItem) => label.replace(/^\$/, '').toLowerCase();
  const starts = items.filter((item) => bare(item).startsWith(wanted));
  return [...starts, ...items.filter((item) => !starts.includes(item) && bare(item).includes(wanted))];
}

/** What an expression gives, and all that is wrong with it, its target included. */
export function look(text: string, place: Omit<AssistPlace, 'text' | 'offset'>) {
  const inferred = inferExpression(text, place);
  const { language = 'en', target } = place;
  const ranges = inferred.inference.ranges;
  const ofTarget =
    target === undefined || inferred.root === undefined
      ? []
      : checkTarget({
          type: target,
          given: inferred.type,
          language,
          node: inferred.root,
          rangeOf: (node) => (node === undefined ? ranges.whole : ranges.of(node)),
        });
  return { inferred, findings: [...inferred.findings, ...ofTarget] };
}

/** What can be typed at a place of an expression, half-typed as it may be, and what is known of it so far. */
export function complete(place: AssistPlace): Completion {
  const { text, offset, language = 'en' } = place;
  const { inferred, findings } = look(text, place);
  const known = { type: show(inferred.type, language), findings };
  const cursor = findCursor(text, Math.min(Math.max(0, offset), text.length));
  if (cursor === undefined) return { items: [], ...known };
  const items = listAll(probe(text, cursor, place), place, { cursor, language });
  return { items: matching(items, cursor.prefix), ...known };
}
