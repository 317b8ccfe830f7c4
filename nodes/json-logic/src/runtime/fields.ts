/** A field that the value has itself: never what it inherits. */
export function ownField(value: unknown, name: string): unknown {
  if (value === null || value === undefined || !Object.hasOwn(Object(value), name)) return undefined;
  return Object(value)[name];
}

/** The parts of a path: dots part them, unless a backslash stands before the dot. */
export function splitPath(path: string): string[] {
  if (!path.includes('\\')) return path.split('.');
  const parts = [''];
  for (const [token] of path.matchAll(/\\[\\./]|[\s\S]/gu)) {
    if (token === '.') parts.push('');
    else parts.push((parts.pop() ?? '') + (token.length === 2 && token.startsWith('\\') ? token.slice(1) : token));
  }
  return parts;
}

/** How many `../` a path begins with, as far as there are levels to climb. */
export function climbOf(path: string, levels: number): number {
  let climb = 0;
  while (climb + 1 < levels && path.startsWith('../', climb * 3)) climb += 1;
  return climb;
}

export function followPath(start: unknown, path: readonly unknown[]): unknown {
  return path.reduce((value, part) => ownField(value, String(part)), start);
}

/** `levels`: what `{"var": ""}` gives here, then the turn of the loop, then the same one level further out, and so on. */
export function readVar(levels: readonly unknown[], key: unknown): unknown {
  if (key === null || key === undefined || key === '') return levels[0];
  const path = String(key);
  const climb = climbOf(path, levels.length);
  const rest = path.slice(climb * 3);
  return rest === '' && climb > 0 ? levels[climb] : followPath(levels[climb], splitPath(rest));
}

/** The level and the path from there that `val` and `exists` mean. */
export function aim(
  levels: readonly unknown[],
  given: unknown,
): { readonly start: unknown; readonly path: readonly unknown[] } {
  const [first, ...more] = Array.isArray(given) ? given : [given];
  const isClimb = Array.isArray(first) && first.length === 1;
  const path = isClimb ? more : [first, ...more];
  return {
    start: isClimb ? levels[Math.abs(Number(first[0]))] : levels[0],
    path: path.filter((part) => part !== null && part !== undefined),
  };
}

export function readVal(levels: readonly unknown[], given: unknown): unknown {
  const { start, path } = aim(levels, given);
  return followPath(start, path) ?? null;
}

export function hasPath(levels: readonly unknown[], given: unknown): boolean {
  const { start, path } = aim(levels, given);
  const owner = followPath(start, path.slice(0, -1));
  if (path.length === 0) return start !== undefined;
  return owner !== null && owner !== undefined && Object.hasOwn(Object(owner), String(path.at(-1)));
}

export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

export function listMissing(levels: readonly unknown[], names: readonly unknown[]): unknown[] {
  const [first] = names;
  const wanted: readonly unknown[] = Array.isArray(first) ? first : names;
  return wanted.filter((name) => isMissing(readVar(levels, name)));
}

/** Nothing, when as many as needed are there. */
export function listSomeMissing(levels: readonly unknown[], list: readonly unknown[]): unknown[] {
  const wanted: readonly unknown[] = Array.isArray(list[1]) ? list[1] : [];
  const missing = wanted.filter((name) => isMissing(readVar(levels, name)));
  return wanted.length - missing.length >= Number(list[0]) ? [] : missing;
}

export function getField(list: readonly unknown[]): unknown {
  const [value, key, otherwise = null] = list;
  const found = followPath(value, splitPath(String(key)));
  return found === undefined ? otherwise : found;
}
