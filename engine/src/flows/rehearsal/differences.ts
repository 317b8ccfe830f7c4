import type { Json } from '@invoicepatch/sdk';

/** One place at which two values differ. A side without the place has no field. */
export interface Difference {
  /** `lines[2].amount`; empty when the values differ as a whole. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Places told of at most; somebody reads them. */
const mostPlaces = 50;

/** Where two values differ, in the order of the first; the order of an object's fields does not count. */
export function differencesOf(before: Json, after: Json): readonly Difference[] {
  const found: Difference[] = [];
  compare({ path: '', found }, before, after);
  return found;
}

interface Place {
  readonly path: string;
  readonly found: Difference[];
}

function compare(place: Place, before: Json | undefined, after: Json | undefined): void {
  if (place.found.length >= mostPlaces || before === after) return;
  if (isList(before) && isList(after)) compareLists(place, before, after);
  else if (isObject(before) && isObject(after)) compareObjects(place, before, after);
  else {
    const { path } = place;
    place.found.push({ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
  }
}

function compareLists({ path, found }: Place, before: readonly Json[], after: readonly Json[]): void {
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    compare({ path: `${path}[${index}]`, found }, before[index], after[index]);
  }
}

type Fields = Readonly<Record<string, Json>>;

function compareObjects({ path, found }: Place, before: Fields, after: Fields): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const own = (fields: Fields) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
    compare({ path: path === '' ? name : `${path}.${name}`, found }, own(before), own(after));
  }
}

function isList(value: Json | undefined): value is readonly Json[] & Json {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is Fields & Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
