import type { Node } from '@invoicepatch/jsonata/syntax';
import type { Finding, FindingCode } from '../finding/finding.ts';
import { findNearest } from '../finding/nearest.ts';
import { type SentenceName, say } from '../finding/sentences.ts';
import type { Range } from '../text/ranges.ts';
import { type Language, show, showKinds } from '../type/show.ts';
import {
  type ArrayPart,
  fieldOf,
  isMissing,
  isNever,
  type Kind,
  kinds,
  nullType,
  type ObjectPart,
  present,
  type Type,
  without,
} from '../type/type.ts';
import { pieceOfField, pieceOfItems } from './pieces.ts';

export interface Target {
  /** What has to come out. */
  readonly type: Type;
  /** What comes out. */
  readonly given: Type;
  readonly language: Language;
  /** The piece that gives it; without one the whole expression is meant. */
  readonly node?: Node | undefined;
  rangeOf(node: Node | undefined): Range;
}

interface Place extends Target {
  /** `lines[].amount`; empty for the whole. */
  readonly path: string;
  /** It comes out whatever comes in. */
  readonly sure: boolean;
}

interface Told {
  readonly code: FindingCode;
  readonly sentence: SentenceName;
  readonly facts?: Readonly<Record<string, string | undefined>>;
  readonly isError: boolean;
}

function tell(place: Place, { code, sentence, facts, isError }: Told): Finding {
  const name = place.path === '' ? (place.language === 'fr' ? 'Le résultat' : 'The result') : `"${place.path}"`;
  return {
    severity: isError && place.sure ? 'error' : 'warning',
    code,
    range: place.rangeOf(place.node),
    ...(place.path === '' ? {} : { path: place.path }),
    message: say(sentence, place.language, { name, ...facts }),
  };
}

function inField(place: Place, name: string, { given, type }: { given: Type; type: Type }): Place {
  const path = place.path === '' ? name : `${place.path}.${name}`;
  return { ...place, path, given, type, node: pieceOfField(place.node, name) ?? place.node };
}

function checkMissing(place: Place): Finding[] {
  const { given, type, path } = place;
  if (type.missing || type.any || given.any) return [];
  const facts = { name: path };
  if (isMissing(given))
    return [tell(place, { code: 'flow.missing-field', sentence: 'missingField', facts, isError: true })];
  return given.missing
    ? [tell(place, { code: 'flow.maybe-missing', sentence: 'maybeMissing', facts, isError: false })]
    : [];
}

function checkExtra(place: Place, given: ObjectPart, wanted: ObjectPart): Finding[] {
  if (wanted.rest !== undefined) return [];
  return [...given.fields].flatMap(([name, type]) => {
    if (wanted.fields.has(name) || isNever(present(type))) return [];
    const free = [...wanted.fields.keys()].filter((each) => !given.fields.has(each));
    const facts = { name, near: findNearest(name, free) };
    const at = inField(place, name, { given: type, type });
    return [tell(at, { code: 'flow.extra-field', sentence: 'extraField', facts, isError: !type.missing })];
  });
}

function checkFields(place: Place, given: ObjectPart, wanted: ObjectPart): Finding[] {
  const names = [...wanted.fields];
  const fields = names.flatMap(([name, type]) => {
    const at = inField(place, name, { given: fieldOf(given, name), type });
    return [...checkMissing(at), ...checkValue(at)];
  });
  return [...fields, ...checkExtra(place, given, wanted)];
}

function checkItems(place: Place, given: ArrayPart, wanted: ArrayPart): Finding[] {
  if (isNever(present(given.items))) return [];
  const node = pieceOfItems(place.node) ?? place.node;
  const sure = place.sure && given.min > 0;
  return checkValue({ ...place, node, sure, path: `${place.path}[]`, given: present(given.items), type: wanted.items });
}

const listed: Kind[] = ['array'];

/** JSONata gives a list of one as that one: what must be a list has to be made one. */
function isUnwrappedList(given: Type, type: Type): boolean {
  if (type.array === undefined || type.any || given.array?.loose !== true) return false;
  const single = without(given, 'missing', ...listed);
  return !isNever(single) && Object.keys(single).every((kind) => type[kind as Kind] === undefined);
}

function hasFittingLiteral(given: Type, type: Type): boolean {
  const [mine, wanted] = [given.string?.literals, type.string?.literals];
  return mine === undefined || wanted === undefined || mine.some((each) => wanted.includes(each));
}

function fits(kind: Kind, given: Type, type: Type): boolean {
  if (type[kind] === undefined) return false;
  if (kind === 'string') return hasFittingLiteral(given, type);
  const literals = given.number?.literals;
  if (kind === 'number' && type.number?.integer && literals) return literals.some((each) => Number.isInteger(each));
  return true;
}

function wrongType(place: Place, wrong: Type, certain: boolean): Finding {
  const { type, language } = place;
  const precise = wrong.string?.literals !== undefined && type.string?.literals !== undefined;
  const facts = {
    expected: precise ? show(present(type), language) : showKinds(type, language),
    found: precise ? show(wrong, language) : showKinds(wrong, language),
  };
  if (certain) return tell(place, { code: 'flow.wrong-type', sentence: 'wrongType', facts, isError: true });
  return tell(place, { code: 'flow.maybe-wrong-type', sentence: 'maybeWrongType', facts, isError: false });
}

function checkKinds(place: Place): Finding[] {
  const { given, type } = place;
  if (isUnwrappedList(given, type))
    return [tell(place, { code: 'flow.one-or-list', sentence: 'oneOrList', isError: false })];
  const mine = kinds.filter((kind) => given[kind] !== undefined);
  const wrong = mine.filter((kind) => !fits(kind, given, type));
  if (wrong.length === 0) return [];
  const bad: Type = Object.fromEntries(wrong.map((kind) => [kind, given[kind]]));
  return [wrongType(place, bad, wrong.length === mine.length && !given.missing)];
}

function checkValue(place: Place): Finding[] {
  const { given, type } = place;
  if (given.any || type.any || isNever(present(given))) return [];
  const inner = kinds.filter((kind) => given[kind] !== undefined).length > 1 ? { ...place, sure: false } : place;
  const certain = { ...inner, sure: inner.sure && !given.missing };
  return [
    ...checkKinds(place),
    ...(given.object && type.object ? checkFields(certain, given.object, type.object) : []),
    ...(given.array && type.array ? checkItems(certain, given.array, type.array) : []),
  ];
}

/** Whether what an expression gives is what a step takes. A step that is given nothing gets null. */
export function checkTarget(target: Target): Finding[] {
  const place: Place = { ...target, path: '', sure: true };
  const { given, type } = target;
  if (type.any || given.any || isNever(given)) return [];
  if (isMissing(given)) {
    return type.null ? [] : [tell(place, { code: 'flow.wrong-type', sentence: 'nothing', isError: true })];
  }
  const whole: Type = given.missing ? { ...present(given), ...nullType } : given;
  return checkValue({ ...place, given: whole });
}
