/** One level of data. A loop adds two: its item, and the turn that it is in. */
export interface Level {
  /** Code of the whole. */
  readonly whole: string;
  /** Code of each field, where they are known: then no object is made for them. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Where in a rule code is written for. */
export interface Place {
  /** The innermost first, the data of the rule last. */
  readonly levels: readonly Level[];
  /** Operators and positions on the way, joined by dots. */
  readonly path: string;
}

export function under(place: Place, key: string | number): Place {
  const path = place.path === '' ? String(key) : `${place.path}.${key}`;
  return { ...place, path: path.slice(0, 200) };
}

export function inside(place: Place, levels: readonly Level[]): Place {
  return { ...place, levels: [...levels, ...place.levels] };
}

/** The place as code. */
export function quoted(place: Place): string {
  return JSON.stringify(place.path);
}

/** The operator of a rule; anything but an object with one field is data. */
export function operatorOf(rule: unknown): string | undefined {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return undefined;
  const names = Object.keys(rule);
  return names.length === 1 ? names[0] : undefined;
}

export function argumentOf(rule: unknown, operator: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(rule), operator)?.value;
}

/** Nothing in it is computed. */
export function isPlain(rule: unknown): boolean {
  return Array.isArray(rule) ? rule.every(isPlain) : operatorOf(rule) === undefined;
}
